public import ByteCoding
internal import CryptoPrimitives

/// `SECRET_HASH`: the proof that an app client knows its secret.
public enum SecretHash {
    /// Base64 of HMAC-SHA256 of username and client id, with the client secret as the key.
    ///
    /// Once the service has named the canonical username (`USERNAME` of a challenge, or the `username` claim), that is
    /// what must be hashed, whatever alias was typed.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/computationFailed``.
    public static func make(
        username: String,
        clientID: String,
        clientSecret: SecretBytes
    ) throws(SRPError) -> String {
        try SRPError.translating {
            Base64.encode(
                try HMACSHA256.authenticationCode(for: Array(username.utf8) + Array(clientID.utf8), key: clientSecret)
            )
        }
    }
}
