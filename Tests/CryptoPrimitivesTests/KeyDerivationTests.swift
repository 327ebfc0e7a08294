import ByteCoding
import CryptoPrimitives
import Testing

@Suite("HMAC and HKDF with SHA-256") struct KeyDerivationTests {
    @Test("HMAC of RFC 4231 §4.3")
    func hmac() throws {
        let code = try HMACSHA256.authenticationCode(
            for: Array("what do ya want for nothing?".utf8),
            key: SecretBytes(utf8: "Jefe")
        )
        #expect(Hex.encode(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("an empty key and an empty message have a code")
    func emptyKey() throws {
        let code = try HMACSHA256.authenticationCode(for: [], key: SecretBytes([]))
        #expect(Hex.encode(code) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test("HKDF of RFC 5869 A.1 and A.3")
    func hkdf() throws {
        let ikm = SecretBytes([UInt8](repeating: 0x0b, count: 22))
        let first = try HKDFSHA256.deriveKey(
            from: ikm,
            salt: Array(0...0x0c),
            info: Array(0xf0...0xf9),
            byteCount: 42
        )
        let third = try HKDFSHA256.deriveKey(from: ikm, salt: [], info: [], byteCount: 42)
        #expect(
            first.withBytes(Hex.encode)
                == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        )
        #expect(
            third.withBytes(Hex.encode)
                == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        )
    }

    @Test("HKDF refuses lengths that it cannot give", arguments: [-1, 0, 8161, Int.max])
    func hkdfLength(byteCount: Int) {
        let error = #expect(throws: CryptoError.self) {
            _ = try HKDFSHA256.deriveKey(from: SecretBytes([1]), salt: [], info: [], byteCount: byteCount)
        }
        #expect(error?.code == .invalidParameter)
    }

    @Test("HKDF takes empty keying material")
    func hkdfEmpty() throws {
        #expect(try HKDFSHA256.deriveKey(from: SecretBytes([]), salt: [], info: [], byteCount: 32).count == 32)
    }
}
