internal import BigNum
internal import ByteCoding
internal import CryptoPrimitives

/// What both sides hash alike: the password, the public keys, the shared secret, the proof.
///
/// `PAD` is the shortest two's-complement form of a number (``BigNum/twosComplementBytes()``), not the fixed width of
/// RFC 5054: the service's first clients were written in Java, and this is what its `BigInteger.toByteArray` gives.
enum SRPTranscript {
    /// `x = H(PAD(salt) | H(scope | name | ":" | password))`, the password as a number.
    static func passwordKey(
        salt: BigNum,
        identity: SRPIdentity,
        password: SecretBytes
    ) throws(SRPError) -> BigNum {
        try SRPError.translating {
            var inner = try SHA256()
            try inner.update(identity.bytes)
            try inner.update([UInt8(ascii: ":")])
            try inner.update(password)
            var outer = try SHA256()
            try outer.update(salt.twosComplementBytes())
            try outer.update(inner.finalizeSecret())
            return try BigNum(bigEndian: outer.finalizeSecret())
        }
    }

    /// `u = H(PAD(A) | PAD(B))`, the scrambling parameter.
    static func scramble(client: SRPPublicKey, server: SRPPublicKey) throws(SRPError) -> BigNum {
        try SRPError.translating {
            let digest = try SHA256.digest(
                of: client.number.twosComplementBytes() + server.number.twosComplementBytes()
            )
            return try BigNum(bigEndian: digest)
        }
    }

    /// `K`: 16 bytes of HKDF-SHA256 (RFC 5869) of `PAD(S)`, with `PAD(u)` as the salt.
    static func sessionKey(secret: BigNum, scramble: BigNum) throws(SRPError) -> SecretBytes {
        try SRPError.translating {
            try HKDFSHA256.deriveKey(
                from: secret.twosComplementSecret(),
                salt: scramble.twosComplementBytes(),
                info: Array("Caldera Derived Key".utf8),
                byteCount: 16
            )
        }
    }

    /// The proof: HMAC-SHA256 with key `K` of scope, name, secret block and timestamp.
    static func signature(
        sessionKey: SecretBytes,
        identity: SRPIdentity,
        secretBlock: [UInt8],
        timestamp: SRPTimestamp
    ) throws(SRPError) -> [UInt8] {
        try SRPError.translating {
            try HMACSHA256.authenticationCode(
                for: identity.bytes + secretBlock + Array(timestamp.text.utf8),
                key: sessionKey
            )
        }
    }
}
