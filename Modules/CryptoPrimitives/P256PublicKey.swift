/// A public key on the curve P-256 that checks ECDSA signatures over SHA-256 (FIPS 186-4), which COSE calls ES256.
///
/// Checking takes no lock: one key serves any number of threads at once.
public struct P256PublicKey: Sendable {
    /// The length of an uncompressed point: 65 bytes.
    public static let pointByteCount = 65

    /// The point, uncompressed: 4, x, y (SEC 1 §2.3.3).
    public let x963: [UInt8]

    private let handle: KeyHandle
    private let verifier: SignatureVerifier

    /// Makes a key of an uncompressed point.
    ///
    /// - Parameter x963: 65 bytes: 4, then x and y of 32 bytes each, big-endian (SEC 1 §2.3.3).
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidKey`` if that is not a point of the curve.
    public init(x963: [UInt8]) throws(CryptoError) {
        guard x963.count == Self.pointByteCount, x963.first == 4 else {
            throw CryptoError(.invalidKey, "an uncompressed point of P-256 has 65 bytes, of which the first is 4")
        }
        self.x963 = x963
        handle = try .p256(point: x963.span)
        verifier = try SignatureVerifier(key: handle)
    }

    /// Makes a key of the coordinates of its point.
    ///
    /// - Parameters:
    ///   - x: 32 bytes, big-endian.
    ///   - y: 32 bytes, big-endian.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidKey`` if that is not a point of the curve.
    public init(x: [UInt8], y: [UInt8]) throws(CryptoError) {
        guard x.count == 32, y.count == 32 else {
            throw CryptoError(.invalidKey, "a coordinate of P-256 has 32 bytes")
        }
        try self.init(x963: [4] + x + y)
    }

    /// Reads a key from a SubjectPublicKeyInfo (RFC 5480).
    ///
    /// - Parameter subjectPublicKeyInfo: DER, with nothing after it.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidKey`` for other bytes and other kinds of key.
    public init(subjectPublicKeyInfo: [UInt8]) throws(CryptoError) {
        try self.init(handle: KeyHandle(subjectPublicKeyInfo: subjectPublicKeyInfo.span))
    }

    init(handle: KeyHandle) throws(CryptoError) {
        guard handle.isP256 else { throw CryptoError(.invalidKey, "not a key on P-256") }
        try self.init(x963: handle.publicPoint())
    }

    /// Writes the key as a SubjectPublicKeyInfo (RFC 5480).
    ///
    /// - Returns: DER.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public func subjectPublicKeyInfo() throws(CryptoError) -> [UInt8] {
        try handle.subjectPublicKeyInfo()
    }

    /// Whether `signature` is this key's ECDSA signature over the SHA-256 of `message`.
    ///
    /// - Parameters:
    ///   - signature: `r` and `s` in DER (RFC 3279 §2.2.3), as WebAuthn sends them; any other form is wrong.
    ///   - message: The signed bytes themselves, not their digest.
    /// - Returns: Whether the signature is right.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure`` when memory is short.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) throws(CryptoError) -> Bool {
        try verifier.isValid(signature.span, for: message.span)
    }
}

extension P256PublicKey: Hashable {
    /// Whether both keys are the same point.
    public static func == (first: P256PublicKey, second: P256PublicKey) -> Bool {
        first.x963 == second.x963
    }

    /// Hashes the point.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(x963)
    }
}
