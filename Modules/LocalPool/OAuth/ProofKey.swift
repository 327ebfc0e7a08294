internal import ByteCoding
internal import CryptoPrimitives

/// The proof that whoever redeems a code is who asked for it (RFC 7636).
enum ProofKey {
    /// Whether a text has the form of a verifier or a challenge: 43 to 128 unreserved characters (§4.1, §4.2).
    static func isWellFormed(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: "-._~".utf8.contains(byte)
                }
            }
    }

    /// Whether `challenge` was made of `verifier` by `S256` (§4.6), in constant time.
    static func isRight(_ verifier: String, for challenge: String) throws(CryptoError) -> Bool {
        guard isWellFormed(verifier) else { return false }
        let expected = Base64URL.encode(try SHA256.digest(of: Array(verifier.utf8)))
        return ConstantTime.areEqual(Array(expected.utf8), Array(challenge.utf8))
    }
}
