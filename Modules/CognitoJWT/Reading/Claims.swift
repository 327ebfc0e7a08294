internal import ByteCoding

/// Typed access to claims: absent, of a wrong type, and right are three different things.
struct Claims {
    /// All claims.
    let object: JSONObject

    init(_ object: JSONObject) { self.object = object }

    /// A text that every token has.
    func text(_ name: String) throws(JWTError) -> String {
        guard let text = try textIfPresent(name) else { throw Self.missing(name) }
        return text
    }

    /// A text that a token may have.
    func textIfPresent(_ name: String) throws(JWTError) -> String? {
        guard let value = object[name] else { return nil }
        guard let text = value.string else { throw JWTError(.malformed, "the claim \(name) is not a text") }
        return text
    }

    /// A date that every token has.
    func time(_ name: String) throws(JWTError) -> UnixTime {
        guard let time = try timeIfPresent(name) else { throw Self.missing(name) }
        return time
    }

    /// A date that a token may have (RFC 7519 §2, NumericDate), up to the end of the year 9999.
    func timeIfPresent(_ name: String) throws(JWTError) -> UnixTime? {
        guard let value = object[name] else { return nil }
        guard let time = value.number?.unixTime, time < Self.year10000 else {
            throw JWTError(.malformed, "the claim \(name) is not a date")
        }
        return time
    }

    /// An array of texts and nothing else; `nil` if the claim is absent or anything else.
    func texts(_ name: String) -> [String]? {
        guard let elements = object[name]?.array else { return nil }
        let texts = elements.compactMap(\.string)
        return texts.count == elements.count ? texts : nil
    }

    private static func missing(_ name: String) -> JWTError { JWTError(.missingClaim, "the claim \(name) is missing") }

    private static let year10000 = UnixTime(seconds: 253_402_300_800)
}
