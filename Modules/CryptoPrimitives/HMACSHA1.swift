package import ByteCoding

/// HMAC with SHA-1 (RFC 2104), for HOTP (RFC 4226 §5.3) alone, which knows no other hash function.
///
/// Seen by the rooms of this package only: nothing new is to be built on SHA-1. For all else there is ``HMACSHA256``.
package enum HMACSHA1 {
    /// The length of a code: 20 bytes.
    package static let byteCount = 20

    /// Computes the code of `message` under `key`.
    ///
    /// - Parameters:
    ///   - message: Any number of bytes.
    ///   - key: Any number of bytes.
    /// - Returns: 20 bytes, a secret because a one-time password is a part of them.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    package static func secretAuthenticationCode(
        for message: Span<UInt8>,
        key: SecretBytes
    ) throws(CryptoError) -> SecretBytes {
        try SecretBytes(byteCount: byteCount) { output throws(CryptoError) in
            try HMACContext.authenticate(message, with: .sha1, key: key, into: &output)
        }
    }
}
