internal import CryptoPrimitives

/// A credential's public key, as an authenticator writes it (RFC 9052 §7, W3C Web Authentication §6.5.1).
public struct COSEKey: Sendable {
    /// The key as it is kept: a COSE_Key in canonical CBOR.
    public let bytes: [UInt8]
    /// What the key signs with.
    public let algorithm: COSEAlgorithm

    private static let maximumByteCount = 2048

    private let key: Key

    private enum Key: Sendable {
        case p256(P256PublicKey)
        case rsa(RSAPublicKey)
    }

    /// Reads a key that was kept.
    ///
    /// - Parameter bytes: A COSE_Key in canonical CBOR, with nothing after it.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/malformed``, ``WebAuthnError/Code/tooLarge``,
    ///   ``WebAuthnError/Code/algorithm`` for an algorithm that is no ``COSEAlgorithm``, or ``WebAuthnError/Code/invalidKey`` for one that does not go with the key, another
    ///   curve, a point that is not on the curve, or a modulus or exponent that is too weak.
    public init(bytes: [UInt8]) throws(WebAuthnError) {
        try self.init(CBORReader(maximumDepth: 1).read(bytes), bytes: bytes)
    }

    /// Takes a key whose CBOR was read already.
    init(_ value: CBORValue, bytes: [UInt8]) throws(WebAuthnError) {
        guard bytes.count <= Self.maximumByteCount else {
            throw WebAuthnError(.tooLarge, "more than \(Self.maximumByteCount) bytes of public key")
        }
        guard let map = value.map, let kind = map[1]?.int, let number = map[3]?.int else {
            throw WebAuthnError(.malformed, "a public key says neither its kind nor its algorithm")
        }
        guard let algorithm = COSEAlgorithm(rawValue: number) else {
            throw WebAuthnError(.algorithm, "a public key of an unknown algorithm")
        }
        self.bytes = bytes
        self.algorithm = algorithm
        switch (algorithm, kind) {
        case (.es256, 2): key = .p256(try Self.p256(map))
        case (.rs256, 3): key = .rsa(try Self.rsa(map))
        default: throw WebAuthnError(.invalidKey, "a public key whose kind does not go with its algorithm")
        }
    }

    init(_ publicKey: P256PublicKey) {
        let members: KeyValuePairs<CBORValue, CBORValue> = [
            .int(1): .int(2),
            .int(3): .int(COSEAlgorithm.es256.rawValue),
            .int(-1): .int(1),
            .int(-2): .bytes(Array(publicKey.x963.dropFirst().prefix(32))),
            .int(-3): .bytes(Array(publicKey.x963.suffix(32))),
        ]
        bytes = CBORValue.map(CBORMap(members)).encoded
        algorithm = .es256
        key = .p256(publicKey)
    }

    /// Whether `signature` is this key's over the SHA-256 of `message`.
    ///
    /// - Parameters:
    ///   - signature: `r` and `s` in DER for ES256, as many bytes as the modulus has for RS256.
    ///   - message: The signed bytes themselves, not their digest.
    /// - Returns: Whether the signature is right.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/cryptography`` when memory is short.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) throws(WebAuthnError) -> Bool {
        try WebAuthnError.wrapping { () throws(CryptoError) in
            switch key {
            case .p256(let key): try key.isValidSignature(signature, for: message)
            case .rsa(let key): try key.isValidSignature(signature, for: message)
            }
        }
    }

    /// Writes the key as a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).
    ///
    /// - Returns: DER.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/cryptography``.
    public func subjectPublicKeyInfo() throws(WebAuthnError) -> [UInt8] {
        try WebAuthnError.wrapping { () throws(CryptoError) in
            switch key {
            case .p256(let key): try key.subjectPublicKeyInfo()
            case .rsa(let key): try key.subjectPublicKeyInfo()
            }
        }
    }

    private static func p256(_ map: CBORMap) throws(WebAuthnError) -> P256PublicKey {
        guard map[-1]?.int == 1 else { throw WebAuthnError(.invalidKey, "a public key on another curve than P-256") }
        guard map.members.count == 5, let x = map[-2]?.bytes, let y = map[-3]?.bytes else {
            throw WebAuthnError(.malformed, "a P-256 key is its kind, algorithm, curve, x and y, and nothing else")
        }
        return try WebAuthnError.wrapping(.invalidKey) { () throws(CryptoError) in try P256PublicKey(x: x, y: y) }
    }

    private static func rsa(_ map: CBORMap) throws(WebAuthnError) -> RSAPublicKey {
        guard map.members.count == 4, let modulus = map[-1]?.bytes, let exponent = map[-2]?.bytes else {
            throw WebAuthnError(.malformed, "an RSA key is its kind, algorithm, modulus and exponent, and nothing else")
        }
        return try WebAuthnError.wrapping(.invalidKey) { () throws(CryptoError) in
            try RSAPublicKey(modulus: modulus, exponent: exponent)
        }
    }
}

extension COSEKey: Hashable {
    /// Whether both keys are the same bytes.
    public static func == (first: COSEKey, second: COSEKey) -> Bool {
        first.bytes == second.bytes
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(bytes)
    }
}
