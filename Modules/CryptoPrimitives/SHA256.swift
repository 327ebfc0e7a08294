public import ByteCoding

/// SHA-256 (FIPS 180-4) of bytes that come at once or in pieces.
///
/// ```swift
/// var hash = try SHA256()
/// try hash.update(header)
/// try hash.update(body)
/// let digest = try hash.finalize()
/// ```
public struct SHA256: ~Copyable, Sendable {
    /// The length of a digest: 32 bytes.
    public static let byteCount = 32

    private let context: DigestContext

    /// Starts with no bytes.
    ///
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure`` when memory is short.
    public init() throws(CryptoError) {
        let context = try DigestContext()
        try context.start()
        self.context = context
    }

    /// Appends `bytes` to what is hashed.
    ///
    /// - Parameter bytes: Any number of bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public mutating func update(_ bytes: Span<UInt8>) throws(CryptoError) {
        try context.update(bytes)
    }

    /// Appends `bytes` to what is hashed.
    ///
    /// - Parameter bytes: Any number of bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public mutating func update(_ bytes: [UInt8]) throws(CryptoError) {
        try context.update(bytes.span)
    }

    /// Appends the bytes of `secret` to what is hashed.
    ///
    /// - Parameter secret: Any number of bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public mutating func update(_ secret: SecretBytes) throws(CryptoError) {
        try secret.withBytes { (bytes) throws(CryptoError) in try context.update(bytes) }
    }

    /// Ends the computation.
    ///
    /// - Returns: The digest, 32 bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public consuming func finalize() throws(CryptoError) -> [UInt8] {
        try [UInt8](capacity: Self.byteCount) { output throws(CryptoError) in
            try context.finalize(into: &output)
        }
    }

    /// Ends the computation of a digest that is itself a secret.
    ///
    /// - Returns: The digest, 32 bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public consuming func finalizeSecret() throws(CryptoError) -> SecretBytes {
        try SecretBytes(byteCount: Self.byteCount) { output throws(CryptoError) in
            try context.finalize(into: &output)
        }
    }

    /// Hashes `bytes` at once.
    ///
    /// - Parameter bytes: Any number of bytes.
    /// - Returns: The digest, 32 bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public static func digest(of bytes: Span<UInt8>) throws(CryptoError) -> [UInt8] {
        var hash = try SHA256()
        try hash.update(bytes)
        return try hash.finalize()
    }

    /// Hashes `bytes` at once.
    ///
    /// - Parameter bytes: Any number of bytes.
    /// - Returns: The digest, 32 bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public static func digest(of bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        try digest(of: bytes.span)
    }
}
