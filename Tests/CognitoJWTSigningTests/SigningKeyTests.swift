import ByteCoding
import CognitoJWTSigning
import CryptoPrimitives
import Testing

@Suite("Signing keys") struct SigningKeyTests {
    @Test("both published tokens are there")
    func count() {
        #expect(RFCVector.all.count == 2)
    }

    @Test("a published token comes out byte for byte", arguments: RFCVector.all)
    func published(vector: RFCVector) throws {
        let key = try SigningKey(privateKey: RSAPrivateKey(components: vector.key.components))
        let parts = try vector.parts
        #expect(String(decoding: try key.sign(header: parts[0], payload: parts[1]), as: UTF8.self) == vector.token)
    }

    @Test("another payload gives another signature", arguments: RFCVector.all)
    func otherPayload(vector: RFCVector) throws {
        let key = try SigningKey(privateKey: RSAPrivateKey(components: vector.key.components))
        let parts = try vector.parts
        let token = String(decoding: try key.sign(header: parts[0], payload: parts[1] + [0x20]), as: UTF8.self)
        #expect(token.split(separator: ".").last != vector.token.split(separator: ".").last)
    }

    @Test("components that do not belong together are refused")
    func damagedComponents() throws {
        let good = try RFCVector.all[0].key.components
        let other = RFCVector.all[1].key
        let mixed = RSAPrivateKey.Components(
            modulus: try Base64URL.decode(RFCVector.all[0].key.n),
            exponent: [1, 0, 1],
            privateExponent: SecretBytes(try Base64URL.decode(other.d)),
            primes: (SecretBytes(try Base64URL.decode(other.p)), SecretBytes(try Base64URL.decode(other.q))),
            exponents: (SecretBytes(try Base64URL.decode(other.dp)), SecretBytes(try Base64URL.decode(other.dq))),
            coefficient: SecretBytes(try Base64URL.decode(other.qi))
        )
        #expect(throws: Never.self) { try RSAPrivateKey(components: good) }
        let error = #expect(throws: CryptoError.self) { try RSAPrivateKey(components: mixed) }
        #expect(error?.code == .invalidKey)
    }

    @Test("the thumbprint of RFC 7638 §3.1 is the id of that key")
    func thumbprintIsStable() throws {
        let key = try SigningKey(privateKey: RSAPrivateKey(components: RFCVector.all[0].key.components))
        let again = try SigningKey(pkcs8: key.pkcs8())
        #expect(again.keyID == key.keyID && key.keyID.utf8.count == 43)
        #expect(again.publicKey == key.publicKey)
        let input = #"{"e":"AQAB","kty":"RSA","n":"\#(RFCVector.all[0].key.n)"}"#
        #expect(key.keyID == Base64URL.encode(try SHA256.digest(of: Array(input.utf8))))
    }

    @Test("what a new key signs, its public half verifies")
    func generated() throws {
        let key = try SigningKey.generate()
        let token = try key.sign(payload: Array(#"{"sub":"alice"}"#.utf8))
        let parts = String(decoding: token, as: UTF8.self).split(separator: ".").map(String.init)
        try #require(parts.count == 3)
        #expect(try Base64URL.decode(parts[0]) == Array(#"{"kid":"\#(key.keyID)","alg":"RS256"}"#.utf8))
        #expect(try Base64URL.decode(parts[1]) == Array(#"{"sub":"alice"}"#.utf8))
        let signature = try Base64URL.decode(parts[2])
        #expect(try key.publicKey.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8)))
        #expect(try !key.publicKey.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])x".utf8)))
    }

    @Test("a size that is too small is refused", arguments: [0, 1024, 2047, 8200])
    func smallKey(bitCount: Int) {
        let error = #expect(throws: JWTSigningError.self) { try SigningKey.generate(bitCount: bitCount) }
        #expect(error?.code == .invalidKey && error?.underlying?.code == .invalidParameter)
    }

    @Test("bytes that are no key are refused", arguments: [[], [0x30], [UInt8](repeating: 0x30, count: 600)])
    func notAKey(bytes: [UInt8]) {
        let error = #expect(throws: JWTSigningError.self) { try SigningKey(pkcs8: SecretBytes(bytes)) }
        #expect(error?.code == .invalidKey)
    }
}
