internal import ByteCoding

/// The members of a JSON object from the other side, by type; `null` counts as absent.
struct Members {
    private let object: JSONObject
    private let place: String

    /// Takes an object that stands in `place`, which messages name.
    init(_ object: JSONObject, of place: String) {
        self.object = object
        self.place = place
    }

    /// Reads an object of at most 128 KiB.
    init(json: Span<UInt8>, of place: String) throws(WebAuthnError) {
        let value: JSONValue
        do throws(ByteCodingError) {
            value = try JSONReader(maximumByteCount: 131_072, maximumDepth: 16).read(json)
        } catch {
            let code: WebAuthnError.Code = error.code == .limitExceeded ? .tooLarge : .malformed
            throw WebAuthnError(code, "\(place) is not strict JSON: \(error.message)")
        }
        guard let object = value.object else { throw WebAuthnError(.malformed, "\(place) is not a JSON object") }
        self.init(object, of: place)
    }

    func value(_ name: String) -> JSONValue? {
        object[name].flatMap { $0.isNull ? nil : $0 }
    }

    func text(_ name: String) throws(WebAuthnError) -> String {
        guard let text = try optionalText(name) else { throw missing(name) }
        return text
    }

    func optionalText(_ name: String) throws(WebAuthnError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else { throw wrong(name, "a text") }
        return text
    }

    func optionalBool(_ name: String) throws(WebAuthnError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let flag = value.bool else { throw wrong(name, "true or false") }
        return flag
    }

    /// Bytes that stand as canonical base64url.
    func bytes(_ name: String) throws(WebAuthnError) -> [UInt8] {
        guard let bytes = try optionalBytes(name) else { throw missing(name) }
        return bytes
    }

    func optionalBytes(_ name: String) throws(WebAuthnError) -> [UInt8]? {
        guard let text = try optionalText(name) else { return nil }
        do throws(ByteCodingError) {
            return try Base64URL.decode(text)
        } catch {
            throw wrong(name, "canonical base64url")
        }
    }

    func members(_ name: String) throws(WebAuthnError) -> Members {
        guard let members = try optionalMembers(name) else { throw missing(name) }
        return members
    }

    func optionalMembers(_ name: String) throws(WebAuthnError) -> Members? {
        guard let value = value(name) else { return nil }
        guard let object = value.object else { throw wrong(name, "an object") }
        return Members(object, of: "\(place).\(name)")
    }

    /// The objects of a list; none if the list is absent.
    func list(_ name: String) throws(WebAuthnError) -> [Members] {
        guard let value = value(name) else { return [] }
        guard let array = value.array else { throw wrong(name, "a list") }
        var members: [Members] = []
        for element in array {
            guard let object = element.object else { throw wrong(name, "a list of objects") }
            members.append(Members(object, of: "\(place).\(name)"))
        }
        return members
    }

    /// The texts of a list; none if the list is absent.
    func texts(_ name: String) throws(WebAuthnError) -> [String] {
        guard let value = value(name) else { return [] }
        guard let array = value.array else { throw wrong(name, "a list") }
        let texts = array.compactMap(\.string)
        guard texts.count == array.count else { throw wrong(name, "a list of texts") }
        return texts
    }

    private func missing(_ name: String) -> WebAuthnError {
        WebAuthnError(.malformed, "\(place) has no \(name)")
    }

    private func wrong(_ name: String, _ form: String) -> WebAuthnError {
        WebAuthnError(.malformed, "\(name) of \(place) is not \(form)")
    }
}
