public import ByteCoding

/// The URI by which an authenticator app is set up, as a rule off a QR code (`otpauth`, the Key URI format).
///
/// ```text
/// otpauth://totp/<issuer>:<account>?secret=<base32>&issuer=<issuer>
/// ```
///
/// It holds the secret, so it prints nothing of itself.
public struct OTPAuthURI: Sendable {
    /// The longest issuer and the longest account, in bytes of UTF-8: what 128 characters, the longest username of a pool,
    /// can take.
    public static let longestName = 512

    /// The longest text that is read, in bytes; all that is written is shorter.
    public static let longestText = 8192

    /// Who asks for the codes, for a person who has many accounts.
    public let issuer: String?

    /// Whose codes they are, such as a username or an e-mail address.
    public let account: String

    /// The codes: secret, length and period.
    public let totp: TOTP

    /// Puts a URI together.
    ///
    /// - Parameters:
    ///   - issuer: Who asks for the codes: any text that is not empty and has no colon, which parts it from the account.
    ///     Without an issuer the account may not have a colon either.
    ///   - account: Whose codes they are: any text that is not empty and does not begin with a space.
    ///   - totp: The codes.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/invalidLabel``, also for control characters,
    ///   line breaks, and more than ``longestName`` bytes.
    public init(issuer: String?, account: String, totp: TOTP) throws(OneTimePasswordError) {
        try Self.check(issuer: issuer, account: account)
        self.issuer = issuer
        self.account = account
        self.totp = totp
    }

    /// Reads a URI.
    ///
    /// - Parameter text: The URI, all of it ASCII. Parameters of unknown names are passed over; the issuer may stand
    ///   before the account, in the parameter, or in both if it is the same.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/malformedURI``,
    ///   ``OneTimePasswordError/Code/unsupportedURI``, ``OneTimePasswordError/Code/invalidLabel``,
    ///   ``OneTimePasswordError/Code/invalidSecret`` or ``OneTimePasswordError/Code/invalidPeriod``.
    public init(_ text: String) throws(OneTimePasswordError) {
        try self.init(SecretBytes(utf8: text))
    }

    /// Reads a URI that is kept as a secret.
    ///
    /// - Parameter text: The URI, as for ``init(_:)-(String)``.
    /// - Throws: ``OneTimePasswordError`` as ``init(_:)-(String)``.
    public init(_ text: SecretBytes) throws(OneTimePasswordError) {
        guard text.count <= Self.longestText else {
            throw OneTimePasswordError(.malformedURI, "longer than \(Self.longestText) bytes")
        }
        let parts = try text.withBytes { (text) throws(OneTimePasswordError) in try OTPAuthParts(text) }
        self = try parts.uri()
    }

    /// The URI as UTF-8; length and period are left out where they are the usual ones.
    public var text: SecretBytes {
        let issuer = issuer.map(PercentEncoding.encode)
        let account = PercentEncoding.encode(account)
        let label = issuer.map { "\($0):\(account)" } ?? account
        var end = issuer.map { "&issuer=\($0)" } ?? ""
        if totp.digits != .six { end += "&digits=\(totp.digits.rawValue)" }
        if totp.period != TOTP.usualPeriod { end += "&period=\(totp.period)" }
        let start = "otpauth://totp/\(label)?secret="
        let secret = totp.secret.base32
        return SecretBytes(byteCount: start.utf8.count + secret.count + end.utf8.count) { output in
            for byte in start.utf8 { output.append(byte) }
            secret.withBytes { secret in
                for index in secret.indices { output.append(secret[index]) }
            }
            for byte in end.utf8 { output.append(byte) }
        }
    }

    private static func check(issuer: String?, account: String) throws(OneTimePasswordError) {
        if let issuer {
            try check(issuer, as: "issuer")
            guard !issuer.utf8.contains(UInt8(ascii: ":")) else {
                throw OneTimePasswordError(.invalidLabel, "an issuer may not have a colon")
            }
        }
        try check(account, as: "account")
        guard account.utf8.first != UInt8(ascii: " ") else {
            throw OneTimePasswordError(.invalidLabel, "an account may not begin with a space")
        }
        guard issuer != nil || !account.utf8.contains(UInt8(ascii: ":")) else {
            throw OneTimePasswordError(.invalidLabel, "an account with a colon needs an issuer before it")
        }
    }

    private static func check(_ name: String, as part: String) throws(OneTimePasswordError) {
        guard !name.isEmpty, name.utf8.count <= longestName else {
            throw OneTimePasswordError(.invalidLabel, "the \(part) is empty or longer than \(longestName) bytes")
        }
        let refused: Set<Unicode.GeneralCategory> = [.control, .lineSeparator, .paragraphSeparator]
        guard !name.unicodeScalars.contains(where: { refused.contains($0.properties.generalCategory) }) else {
            throw OneTimePasswordError(.invalidLabel, "the \(part) has a control character or a line break")
        }
    }
}

extension OTPAuthURI: CustomStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    public var description: String { "<redacted>" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
