/// An RSA public key that checks PKCS#1 v1.5 signatures over SHA-256 (RFC 8017 §8.2), which JOSE calls RS256.
///
/// Checking takes no lock: one key serves any number of threads at once.
public struct RSAPublicKey: Sendable {
    /// The sizes of modulus that are taken, in bits.
    public static let bitCounts = 2048...8192

    /// The modulus `n`, big-endian, without leading zeros.
    public let modulus: [UInt8]

    /// The public exponent `e`, big-endian, without leading zeros.
    public let exponent: [UInt8]

    /// The size of the modulus in bits.
    public var bitCount: Int {
        modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
    }

    private let handle: KeyHandle
    private let verifier: SignatureVerifier

    /// Makes a key of its two numbers.
    ///
    /// - Parameters:
    ///   - modulus: `n`, big-endian: odd, of 2048 to 8192 bits, without the mark of the faulty generator that is known
    ///     as ROCA (CVE-2017-15361). Leading zeros are ignored.
    ///   - exponent: `e`, big-endian: odd, from 65537 to 64 bits. Leading zeros are ignored.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidKey`` for any other number.
    public init(modulus: [UInt8], exponent: [UInt8]) throws(CryptoError) {
        let modulus = Array(modulus.drop { $0 == 0 })
        let exponent = Array(exponent.drop { $0 == 0 })
        try Self.check(modulus: modulus, exponent: exponent)
        let numbers = modulus + exponent
        self.modulus = modulus
        self.exponent = exponent
        handle = try .rsa(numbers: numbers.span, byteCounts: [modulus.count, exponent.count])
        verifier = try SignatureVerifier(key: handle)
    }

    /// Reads a key from a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).
    ///
    /// - Parameter subjectPublicKeyInfo: DER, with nothing after it.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidKey`` for other bytes, other kinds of key, and numbers
    ///   that ``init(modulus:exponent:)`` refuses.
    public init(subjectPublicKeyInfo: [UInt8]) throws(CryptoError) {
        try self.init(handle: KeyHandle(subjectPublicKeyInfo: subjectPublicKeyInfo.span))
    }

    init(handle: KeyHandle) throws(CryptoError) {
        guard handle.isRSA else { throw CryptoError(.invalidKey, "not an RSA key") }
        try self.init(modulus: handle.publicNumber("n"), exponent: handle.publicNumber("e"))
    }

    /// Writes the key as a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).
    ///
    /// - Returns: DER.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public func subjectPublicKeyInfo() throws(CryptoError) -> [UInt8] {
        try handle.subjectPublicKeyInfo()
    }

    /// Whether `signature` is this key's PKCS#1 v1.5 signature over the SHA-256 of `message`.
    ///
    /// - Parameters:
    ///   - signature: As many bytes as the modulus has; any other length is a wrong signature.
    ///   - message: The signed bytes themselves, not their digest.
    /// - Returns: Whether the signature is right.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure`` when memory is short.
    public func isValidSignature(_ signature: Span<UInt8>, for message: Span<UInt8>) throws(CryptoError) -> Bool {
        guard signature.count == modulus.count else { return false }
        return try verifier.isValid(signature, for: message)
    }

    /// Whether `signature` is this key's PKCS#1 v1.5 signature over the SHA-256 of `message`.
    ///
    /// - Parameters:
    ///   - signature: As many bytes as the modulus has; any other length is a wrong signature.
    ///   - message: The signed bytes themselves, not their digest.
    /// - Returns: Whether the signature is right.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure`` when memory is short.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) throws(CryptoError) -> Bool {
        try isValidSignature(signature.span, for: message.span)
    }

    private static func check(modulus: [UInt8], exponent: [UInt8]) throws(CryptoError) {
        guard let first = modulus.first, let last = modulus.last, !last.isMultiple(of: 2) else {
            throw CryptoError(.invalidKey, "an RSA modulus is odd")
        }
        guard modulus.count <= bitCounts.upperBound / 8,
            bitCounts.contains(modulus.count * 8 - first.leadingZeroBitCount)
        else {
            throw CryptoError(.invalidKey, "an RSA modulus has from 2048 to 8192 bits")
        }
        guard exponent.count <= 8 else { throw CryptoError(.invalidKey, "an RSA exponent has at most 64 bits") }
        let value = exponent.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard value > 65536, !value.isMultiple(of: 2) else {
            throw CryptoError(.invalidKey, "an RSA exponent is odd and at least 65537")
        }
        guard !ROCA.hasFingerprint(modulus: modulus) else {
            throw CryptoError(.invalidKey, "the RSA modulus comes from a faulty generator (ROCA)")
        }
    }
}

extension RSAPublicKey: Hashable {
    /// Whether both keys have the same two numbers.
    public static func == (first: RSAPublicKey, second: RSAPublicKey) -> Bool {
        first.modulus == second.modulus && first.exponent == second.exponent
    }

    /// Hashes the two numbers.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(modulus)
        hasher.combine(exponent)
    }
}
