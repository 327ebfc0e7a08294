public import ByteCoding

/// A private key on the curve P-256 that makes ECDSA signatures over SHA-256 (FIPS 186-4), which COSE calls ES256.
public struct P256PrivateKey: Sendable {
    /// The key that checks this key's signatures.
    public let publicKey: P256PublicKey

    private let handle: KeyHandle

    /// Makes a new key.
    ///
    /// - Returns: The key.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public static func generate() throws(CryptoError) -> P256PrivateKey {
        try P256PrivateKey(handle: .generateP256())
    }

    /// Reads a key, and checks that its parts belong together.
    ///
    /// - Parameter pkcs8: An unencrypted PKCS#8 structure (RFC 5208) in DER, with nothing after it.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidKey``.
    public init(pkcs8: SecretBytes) throws(CryptoError) {
        let handle = try pkcs8.withBytes { (der) throws(CryptoError) in try KeyHandle(pkcs8: der) }
        try self.init(handle: handle)
        try handle.checkPrivateKey()
    }

    private init(handle: KeyHandle) throws(CryptoError) {
        publicKey = try P256PublicKey(handle: handle)
        self.handle = handle
    }

    /// Writes the key as an unencrypted PKCS#8 structure (RFC 5208).
    ///
    /// - Returns: DER.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public func pkcs8() throws(CryptoError) -> SecretBytes {
        try handle.pkcs8()
    }

    /// Signs the SHA-256 of `message` with a fresh random nonce, so that no two signatures are the same.
    ///
    /// - Parameter message: The bytes to sign, not their digest.
    /// - Returns: `r` and `s` in DER (RFC 3279 §2.2.3).
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public func signature(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try Signer.sign(message.span, with: handle)
    }
}
