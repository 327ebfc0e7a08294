public import ByteCoding

/// An RSA private key that makes PKCS#1 v1.5 signatures over SHA-256 (RFC 8017 §8.2), which JOSE calls RS256.
public struct RSAPrivateKey: Sendable {
    /// The numbers of a private key, each big-endian (RFC 8017 §3.2, RFC 7518 §6.3.2).
    public struct Components: Sendable {
        let publicNumbers: [[UInt8]]
        let secretNumbers: [SecretBytes]

        /// Names the numbers.
        ///
        /// - Parameters:
        ///   - modulus: `n`.
        ///   - exponent: `e`.
        ///   - privateExponent: `d`.
        ///   - primes: `p` and `q`.
        ///   - exponents: `d mod (p - 1)` and `d mod (q - 1)`.
        ///   - coefficient: The inverse of `q` modulo `p`.
        public init(
            modulus: [UInt8],
            exponent: [UInt8],
            privateExponent: SecretBytes,
            primes: (SecretBytes, SecretBytes),
            exponents: (SecretBytes, SecretBytes),
            coefficient: SecretBytes
        ) {
            publicNumbers = [modulus, exponent]
            secretNumbers = [privateExponent, primes.0, primes.1, exponents.0, exponents.1, coefficient]
        }
    }

    /// The key that checks this key's signatures.
    public let publicKey: RSAPublicKey

    private let handle: KeyHandle

    /// Makes a new key with exponent 65537; takes from a tenth of a second to some seconds.
    ///
    /// - Parameter bitCount: The size of the modulus, from 2048 to 8192 bits, a multiple of 8.
    /// - Returns: The key.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidParameter`` for another size, or
    ///   ``CryptoError/Code/libraryFailure``.
    public static func generate(bitCount: Int = 2048) throws(CryptoError) -> RSAPrivateKey {
        guard RSAPublicKey.bitCounts.contains(bitCount), bitCount.isMultiple(of: 8) else {
            throw CryptoError(.invalidParameter, "an RSA modulus has from 2048 to 8192 bits")
        }
        return try RSAPrivateKey(handle: .generateRSA(bitCount: bitCount))
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

    /// Makes a key of its numbers, and checks that they belong together.
    ///
    /// - Parameter components: All eight numbers.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidKey``.
    public init(components: Components) throws(CryptoError) {
        let byteCounts = components.publicNumbers.map(\.count) + components.secretNumbers.map(\.count)
        guard byteCounts.allSatisfy({ (1...RSAPublicKey.bitCounts.upperBound / 8 + 1).contains($0) }) else {
            throw CryptoError(.invalidKey, "a number of the key is missing or too long")
        }
        let numbers = SecretBytes(byteCount: byteCounts.reduce(0, +)) { output in
            for number in components.publicNumbers {
                for byte in number { output.append(byte) }
            }
            for number in components.secretNumbers {
                number.withBytes { bytes in for index in bytes.indices { output.append(bytes[index]) } }
            }
        }
        let handle = try numbers.withBytes { (numbers) throws(CryptoError) in
            try KeyHandle.rsa(numbers: numbers, byteCounts: byteCounts)
        }
        try self.init(handle: handle)
        try handle.checkPrivateKey()
    }

    private init(handle: KeyHandle) throws(CryptoError) {
        publicKey = try RSAPublicKey(handle: handle)
        self.handle = handle
    }

    /// Writes the key as an unencrypted PKCS#8 structure (RFC 5208).
    ///
    /// - Returns: DER.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public func pkcs8() throws(CryptoError) -> SecretBytes {
        try handle.pkcs8()
    }

    /// Signs the SHA-256 of `message`.
    ///
    /// - Parameter message: The bytes to sign, not their digest.
    /// - Returns: As many bytes as the modulus has.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public func signature(for message: Span<UInt8>) throws(CryptoError) -> [UInt8] {
        try Signer.sign(message, with: handle)
    }

    /// Signs the SHA-256 of `message`.
    ///
    /// - Parameter message: The bytes to sign, not their digest.
    /// - Returns: As many bytes as the modulus has.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/libraryFailure``.
    public func signature(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try signature(for: message.span)
    }
}
