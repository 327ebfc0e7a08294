/// The client's proof that it knows the password, in the form of the challenge responses.
public struct PasswordClaim: Hashable, Sendable {
    /// `PASSWORD_CLAIM_SIGNATURE`, base64 of 32 bytes.
    public let signature: String
    /// `PASSWORD_CLAIM_SECRET_BLOCK`, the text that the service sent, untouched.
    public let secretBlock: String
    /// `TIMESTAMP`.
    public let timestamp: String

    /// Puts together what a client sent, unread; ``SRPServer/verify(_:clientPublicKey:identity:)`` reads it.
    public init(signature: String, secretBlock: String, timestamp: String) {
        self.signature = signature
        self.secretBlock = secretBlock
        self.timestamp = timestamp
    }
}
