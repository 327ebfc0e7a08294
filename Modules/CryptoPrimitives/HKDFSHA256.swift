public import ByteCoding

/// HKDF with SHA-256: extract, then expand (RFC 5869).
public enum HKDFSHA256 {
    /// The most bytes that one derivation gives: 255 digests (RFC 5869 §2.3).
    public static let maximumByteCount = 255 * SHA256.byteCount

    /// Derives a key.
    ///
    /// - Parameters:
    ///   - ikm: The input keying material.
    ///   - salt: Not secret; empty means 32 zero bytes (RFC 5869 §2.2).
    ///   - info: What the key is for.
    ///   - byteCount: How many bytes, from 1 to ``maximumByteCount``.
    /// - Returns: The key.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidParameter`` for a length that is out of range, or
    ///   ``CryptoError/Code/libraryFailure``.
    public static func deriveKey(
        from ikm: SecretBytes,
        salt: [UInt8],
        info: [UInt8],
        byteCount: Int
    ) throws(CryptoError) -> SecretBytes {
        guard (1...maximumByteCount).contains(byteCount) else {
            throw CryptoError(.invalidParameter, "HKDF derives from 1 to \(maximumByteCount) bytes")
        }
        return try SecretBytes(byteCount: byteCount) { output throws(CryptoError) in
            try derive(from: ikm, salt: salt.span, info: info.span, into: &output)
        }
    }
}
