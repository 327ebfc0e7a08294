/// Whom a passkey is made for (W3C Web Authentication §5.4.3).
public struct PasskeyUser: Hashable, Sendable {
    /// The user handle, from 1 to 64 bytes: an identifier that tells nothing about the person.
    public let handle: [UInt8]
    /// The name that tells accounts apart, such as an e-mail address.
    public let name: String
    /// The name that people like to read.
    public let displayName: String

    /// Names a user.
    ///
    /// - Parameters:
    ///   - handle: From 1 to 64 bytes.
    ///   - name: The name that tells accounts apart.
    ///   - displayName: The name that people like to read; `name` if `nil`.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/invalidOptions`` for another length of `handle`.
    public init(handle: [UInt8], name: String, displayName: String? = nil) throws(WebAuthnError) {
        guard (1...64).contains(handle.count) else {
            throw WebAuthnError(.invalidOptions, "a user handle has from 1 to 64 bytes")
        }
        self.handle = handle
        self.name = name
        self.displayName = displayName ?? name
    }
}
