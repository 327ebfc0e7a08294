internal import ByteCoding

/// What stands in an otpauth URI, read but not yet weighed against one another.
struct OTPAuthParts {
    private var label = ""
    private var secret: SecretBytes?
    private var issuer: String?
    private var algorithm: String?
    private var digits: String?
    private var period: String?

    /// Takes a URI to pieces.
    ///
    /// - Parameter text: The whole URI.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/malformedURI`` or
    ///   ``OneTimePasswordError/Code/unsupportedURI``.
    init(_ text: Span<UInt8>) throws(OneTimePasswordError) {
        let scheme = "otpauth://"
        guard Self.begins(text, with: scheme) else {
            throw OneTimePasswordError(.malformedURI, "does not begin with \(scheme)")
        }
        let afterScheme = text.extracting(droppingFirst: scheme.utf8.count)
        let type = "totp/"
        guard Self.begins(afterScheme, with: type) else {
            guard !Self.begins(afterScheme, with: "hotp/") else {
                throw OneTimePasswordError(.unsupportedURI, "codes that count instead of going by the clock")
            }
            throw OneTimePasswordError(.malformedURI, "not of the type totp")
        }
        let rest = afterScheme.extracting(droppingFirst: type.utf8.count)
        guard let mark = rest.indices.first(where: { rest[$0] == UInt8(ascii: "?") }) else {
            throw OneTimePasswordError(.malformedURI, "no parameters")
        }
        label = try PercentEncoding.decode(rest.extracting(first: mark), in: .segment)
        try read(query: rest.extracting(droppingFirst: mark + 1))
    }

    /// Weighs the parts against one another.
    ///
    /// - Returns: The URI.
    /// - Throws: ``OneTimePasswordError`` as ``OTPAuthURI/init(_:)-(String)``.
    func uri() throws(OneTimePasswordError) -> OTPAuthURI {
        guard let secret else { throw OneTimePasswordError(.malformedURI, "no secret") }
        guard algorithm == nil || algorithm?.hasSameBytes(as: "SHA1") == true else {
            throw OneTimePasswordError(.unsupportedURI, "another hash function than SHA1")
        }
        let digits = try self.digits.map { (text) throws(OneTimePasswordError) in try Self.digits(text) } ?? .six
        let period = try self.period.map { (text) throws(OneTimePasswordError) in try Self.number(text) }
        let (prefix, account) = splitLabel()
        guard prefix == nil || issuer == nil || prefix?.hasSameBytes(as: issuer ?? "") == true else {
            throw OneTimePasswordError(.malformedURI, "two issuers")
        }
        let totp = try TOTP(
            OneTimePasswordSecret(base32: secret, reading: .lenient),
            digits: digits,
            period: period ?? TOTP.usualPeriod
        )
        return try OTPAuthURI(issuer: prefix ?? issuer, account: account, totp: totp)
    }

    private mutating func read(query: Span<UInt8>) throws(OneTimePasswordError) {
        var start = 0
        while start <= query.count {
            let piece = query.extracting(droppingFirst: start)
            let end = piece.indices.first { piece[$0] == UInt8(ascii: "&") } ?? piece.count
            try read(parameter: piece.extracting(first: end))
            start += end + 1
        }
    }

    private mutating func read(parameter: Span<UInt8>) throws(OneTimePasswordError) {
        guard let equals = parameter.indices.first(where: { parameter[$0] == UInt8(ascii: "=") }) else {
            throw OneTimePasswordError(.malformedURI, "a parameter without a value")
        }
        let value = parameter.extracting(droppingFirst: equals + 1)
        switch try PercentEncoding.decode(parameter.extracting(first: equals), in: .query) {
        case "secret":
            let decoded = try SecretBytes(byteCount: value.count) { output throws(OneTimePasswordError) in
                try PercentEncoding.decode(value, in: .query, into: &output)
            }
            try Self.set(&secret, decoded)
        case "issuer": try Self.set(&issuer, PercentEncoding.decode(value, in: .query))
        case "algorithm": try Self.set(&algorithm, PercentEncoding.decode(value, in: .query))
        case "digits": try Self.set(&digits, PercentEncoding.decode(value, in: .query))
        case "period": try Self.set(&period, PercentEncoding.decode(value, in: .query))
        default: _ = try PercentEncoding.decode(value, in: .query)
        }
    }

    private static func set<Value>(_ place: inout Value?, _ value: Value) throws(OneTimePasswordError) {
        guard place == nil else { throw OneTimePasswordError(.malformedURI, "a parameter that stands there twice") }
        place = value
    }

    /// The issuer before the first colon, if there is one, and the account after it and after spaces.
    private func splitLabel() -> (issuer: String?, account: String) {
        guard let colon = label.utf8.firstIndex(of: UInt8(ascii: ":")) else { return (nil, label) }
        let account = label.utf8[label.utf8.index(after: colon)...].drop { $0 == UInt8(ascii: " ") }
        return (String(Substring(label.utf8[..<colon])), String(Substring(account)))
    }

    private static func digits(_ text: String) throws(OneTimePasswordError) -> HOTP.Digits {
        guard let digits = HOTP.Digits(rawValue: try number(text)) else {
            throw OneTimePasswordError(.unsupportedURI, "codes of another length than 6, 7 or 8 digits")
        }
        return digits
    }

    /// A decimal number without sign and leading zeros.
    private static func number(_ text: String) throws(OneTimePasswordError) -> Int {
        guard let number = Int(text), String(number).hasSameBytes(as: text) else {
            throw OneTimePasswordError(.malformedURI, "a number that is not written as such")
        }
        return number
    }

    /// Whether `text` begins with `start`, letters of either case; `start` is in lower case.
    private static func begins(_ text: Span<UInt8>, with start: String) -> Bool {
        let start = Array(start.utf8)
        guard text.count >= start.count else { return false }
        return start.indices.allSatisfy { index in
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(text[index])
            return (isUpper ? text[index] | 0x20 : text[index]) == start[index]
        }
    }
}
