public import ByteCoding

/// HMAC with SHA-256 (RFC 2104, FIPS 198-1).
public enum HMACSHA256 {
    /// The length of a code: 32 bytes.
    public static let byteCount = SHA256.byteCount

    /// Computes the code of `message` under `key`.
    ///
    /// - Parameters:
    ///   - message: Any number of bytes.
    ///   - key: Any number of bytes; RFC 2104 §3 advises 32 or more.
    /// - Returns: 32 bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public static func authenticationCode(
        for message: Span<UInt8>,
        key: SecretBytes
    ) throws(CryptoError) -> [UInt8] {
        try [UInt8](capacity: byteCount) { output throws(CryptoError) in
            try authenticate(message, key: key, into: &output)
        }
    }

    /// Computes the code of `message` under `key`.
    ///
    /// - Parameters:
    ///   - message: Any number of bytes.
    ///   - key: Any number of bytes; RFC 2104 §3 advises 32 or more.
    /// - Returns: 32 bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public static func authenticationCode(for message: [UInt8], key: SecretBytes) throws(CryptoError) -> [UInt8] {
        try authenticationCode(for: message.span, key: key)
    }

    /// Computes a code that is itself a secret, such as a key for the next step of a chain.
    ///
    /// - Parameters:
    ///   - message: Any number of bytes.
    ///   - key: Any number of bytes.
    /// - Returns: 32 bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public static func secretAuthenticationCode(
        for message: Span<UInt8>,
        key: SecretBytes
    ) throws(CryptoError) -> SecretBytes {
        try SecretBytes(byteCount: byteCount) { output throws(CryptoError) in
            try authenticate(message, key: key, into: &output)
        }
    }

    /// Whether `code` is the code of `message` under `key`, compared in constant time.
    ///
    /// - Parameters:
    ///   - code: What the other side sent; truncated codes are refused.
    ///   - message: Any number of bytes.
    ///   - key: Any number of bytes.
    /// - Returns: Whether the code is right.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public static func isValid(
        _ code: [UInt8],
        for message: [UInt8],
        key: SecretBytes
    ) throws(CryptoError) -> Bool {
        ConstantTime.areEqual(code, try authenticationCode(for: message, key: key))
    }
}
