import ByteCoding
import CryptoPrimitives
import Testing

@Suite("ECDSA on P-256 with SHA-256") struct P256Tests {
    /// RFC 6979 A.2.5: the public key and the signature of "sample".
    static let x = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    static let y = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
    static let r = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    static let s = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    static let signature = "3046022100" + r + "022100" + s

    @Test("the signature of RFC 6979 A.2.5 is right")
    func published() throws {
        let key = try P256PublicKey(x: Hex.decode(Self.x), y: Hex.decode(Self.y))
        #expect(try key.isValidSignature(Hex.decode(Self.signature), for: Array("sample".utf8)))
    }

    @Test("with any one byte changed it is wrong", arguments: 0..<72)
    func mutated(position: Int) throws {
        let key = try P256PublicKey(x: Hex.decode(Self.x), y: Hex.decode(Self.y))
        var signature = try Hex.decode(Self.signature)
        signature[position] ^= 1
        #expect(try !key.isValidSignature(signature, for: Array("sample".utf8)))
        #expect(try !key.isValidSignature(Array(signature.prefix(position)), for: Array("sample".utf8)))
    }

    @Test("forms other than DER, and other messages, are wrong")
    func forms() throws {
        let key = try P256PublicKey(x: Hex.decode(Self.x), y: Hex.decode(Self.y))
        let message = Array("sample".utf8)
        for text in ["", Self.r + Self.s, Self.signature + "00", "308146" + Self.signature.dropFirst(4)] {
            #expect(try !key.isValidSignature(Hex.decode(text), for: message))
        }
        #expect(try !key.isValidSignature(Hex.decode(Self.signature), for: Array("Sample".utf8)))
    }

    @Test("what a new key signs is right, and survives being written and read")
    func roundTrip() throws {
        let key = try P256PrivateKey.generate()
        let again = try P256PrivateKey(pkcs8: key.pkcs8())
        #expect(again.publicKey == key.publicKey)
        #expect(try P256PublicKey(subjectPublicKeyInfo: key.publicKey.subjectPublicKeyInfo()) == key.publicKey)
        #expect(try P256PublicKey(x963: key.publicKey.x963) == key.publicKey)
        let signature = try again.signature(for: [1, 2, 3])
        #expect(try key.publicKey.isValidSignature(signature, for: [1, 2, 3]))
        #expect(try !key.publicKey.isValidSignature(signature, for: [1, 2]))
        #expect(try key.signature(for: [1, 2, 3]) != signature)
        #expect(try key.publicKey.isValidSignature(key.signature(for: []), for: []))
    }

    @Test("what is no point of the curve is refused")
    func points() throws {
        let point = try [4] + Hex.decode(Self.x) + Hex.decode(Self.y)
        var offCurve = point
        offCurve[64] ^= 1
        let wrong: [[UInt8]] = [
            [], [0], [4], Array(point.dropLast()), point + [0], offCurve, [2] + point.dropFirst(),
            [4] + [UInt8](repeating: 0, count: 64), [4] + [UInt8](repeating: 0xff, count: 64),
        ]
        for bytes in wrong {
            let error = #expect(throws: CryptoError.self) { try P256PublicKey(x963: bytes) }
            #expect(error?.code == .invalidKey)
        }
        let rsa = try RSAPrivateKey.generate()
        #expect(throws: CryptoError.self) {
            try P256PublicKey(subjectPublicKeyInfo: rsa.publicKey.subjectPublicKeyInfo())
        }
        #expect(throws: CryptoError.self) { try P256PrivateKey(pkcs8: rsa.pkcs8()) }
        #expect(throws: CryptoError.self) { try P256PublicKey(x: [1], y: [2]) }
    }
}
