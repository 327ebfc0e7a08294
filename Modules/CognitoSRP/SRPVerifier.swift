internal import BigNum
public import ByteCoding
public import CryptoPrimitives

/// What a server keeps instead of a password: a salt and `v = g^x`.
///
/// Whoever holds it can test guesses as fast as SHA-256 and one exponentiation go, so it is to be guarded like a
/// password hash.
public struct SRPVerifier: Sendable {
    let salt: BigNum
    let verifier: BigNum

    /// The salt as the service sends it: lower-case hexadecimal without leading zeros.
    public let saltHexadecimal: String

    /// Computes the verifier of a password under a fresh salt of 16 random bytes.
    ///
    /// The first byte of the salt is never zero: clients disagree on whether leading zeros enter the hash.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/noRandomness`` or ``SRPError/Code/computationFailed``.
    public init(
        identity: SRPIdentity,
        password: SecretBytes,
        random: RandomBytes = .system
    ) throws(SRPError) {
        let salt = try random.drawSecret(byteCount: 16).withBytes { bytes in
            bytes.indices.map { $0 == 0 && bytes[$0] == 0 ? 0x80 : bytes[$0] }
        }
        try self.init(identity: identity, password: password, salt: salt)
    }

    /// Computes the verifier of a password under a given salt.
    ///
    /// - Parameters:
    ///   - identity: Whose password it is.
    ///   - password: The password's UTF-8 bytes.
    ///   - salt: The salt, a big-endian number.
    /// - Throws: ``SRPError`` with ``SRPError/Code/computationFailed``.
    public init(identity: SRPIdentity, password: SecretBytes, salt: [UInt8]) throws(SRPError) {
        let salt = try SRPError.translating { try BigNum(bigEndian: salt) }
        let key = try SRPTranscript.passwordKey(salt: salt, identity: identity, password: password)
        try self.init(salt: salt, verifier: SRPGroup.cognito.power(of: key))
    }

    /// Reads the form of `DeviceSecretVerifierConfig`, which is also a good form to store.
    ///
    /// - Parameters:
    ///   - saltBase64: `Salt`, base64 of a big-endian number of at most 128 bytes.
    ///   - verifierBase64: `PasswordVerifier`, base64 of a big-endian number below the prime; a sign byte is allowed.
    /// - Throws: ``SRPError`` with ``SRPError/Code/malformedSalt`` or ``SRPError/Code/malformedVerifier``.
    public init(saltBase64: String, verifierBase64: String) throws(SRPError) {
        guard let salt = try? Base64.decode(saltBase64) else {
            throw SRPError(.malformedSalt, "a salt is not base64 of 1 to 128 bytes")
        }
        guard let verifier = try? Base64.decode(verifierBase64) else {
            throw SRPError(.malformedVerifier, "a verifier is not base64 of a number below the prime")
        }
        try self.init(saltBytes: salt, verifierBytes: verifier)
    }

    /// Reads what ``saltBytes()`` and ``verifierBytes()`` wrote, which is the shortest form to store.
    ///
    /// - Parameters:
    ///   - saltBytes: The salt, big-endian, at most 128 bytes.
    ///   - verifierBytes: The verifier, big-endian, not zero and below the prime; a sign byte is allowed.
    /// - Throws: ``SRPError`` with ``SRPError/Code/malformedSalt`` or ``SRPError/Code/malformedVerifier``.
    public init(saltBytes: [UInt8], verifierBytes: [UInt8]) throws(SRPError) {
        guard !saltBytes.isEmpty, saltBytes.count <= 128 else {
            throw SRPError(.malformedSalt, "a salt does not have 1 to 128 bytes")
        }
        let malformed = SRPError(.malformedVerifier, "a verifier is not a number below the prime")
        guard verifierBytes.count <= SRPGroup.primeDigits / 2 + 1 else { throw malformed }
        let (salt, verifier) = try SRPError.translating {
            (try BigNum(bigEndian: saltBytes), try BigNum(bigEndian: verifierBytes))
        }
        let prime = try SRPGroup.cognito.prime
        guard !verifier.isZero, verifier < prime else { throw malformed }
        try self.init(salt: salt, verifier: verifier)
    }

    private init(salt: BigNum, verifier: BigNum) throws(SRPError) {
        self.salt = salt
        self.verifier = verifier
        saltHexadecimal = try SRPError.translating { try salt.hexadecimal() }
    }

    /// The salt as the shortest two's-complement bytes, big-endian.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/computationFailed``.
    public func saltBytes() throws(SRPError) -> [UInt8] {
        try SRPError.translating { try salt.twosComplementBytes() }
    }

    /// The verifier as the shortest two's-complement bytes, big-endian.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/computationFailed``.
    public func verifierBytes() throws(SRPError) -> [UInt8] {
        try SRPError.translating { try verifier.twosComplementBytes() }
    }

    /// `Salt` of `DeviceSecretVerifierConfig`: base64 of the salt's shortest two's-complement bytes.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/computationFailed``.
    public func saltBase64() throws(SRPError) -> String {
        Base64.encode(try saltBytes())
    }

    /// `PasswordVerifier` of `DeviceSecretVerifierConfig`: base64 of the verifier's shortest two's-complement bytes.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/computationFailed``.
    public func verifierBase64() throws(SRPError) -> String {
        Base64.encode(try verifierBytes())
    }

    /// Whether this is the verifier of `password`; the way to check a password that was sent in clear.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/computationFailed``.
    public func matches(password: SecretBytes, identity: SRPIdentity) throws(SRPError) -> Bool {
        let key = try SRPTranscript.passwordKey(salt: salt, identity: identity, password: password)
        let candidate = try SRPGroup.cognito.power(of: key)
        return try SRPError.translating {
            try ConstantTime.areEqual(candidate.twosComplementBytes(), verifier.twosComplementBytes())
        }
    }
}
