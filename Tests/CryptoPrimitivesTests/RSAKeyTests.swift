import ByteCoding
import CryptoPrimitives
import Testing

@Suite("RSA keys") struct RSAKeyTests {
    static let privateKey = Result { try RSAPrivateKey.generate() }

    @Test("a key survives PKCS#8 and SubjectPublicKeyInfo")
    func roundTrip() throws {
        let key = try Self.privateKey.get()
        let again = try RSAPrivateKey(pkcs8: key.pkcs8())
        #expect(again.publicKey == key.publicKey)
        #expect(key.publicKey.bitCount == 2048 && key.publicKey.exponent == [1, 0, 1])
        #expect(try RSAPublicKey(subjectPublicKeyInfo: key.publicKey.subjectPublicKeyInfo()) == key.publicKey)
        let signature = try again.signature(for: [1, 2, 3])
        #expect(try key.publicKey.isValidSignature(signature, for: [1, 2, 3]))
        #expect(try !key.publicKey.isValidSignature(signature, for: [1, 2]))
        #expect(try key.publicKey.isValidSignature(key.signature(for: []), for: []))
    }

    @Test("leading zeros do not make another key")
    func leadingZeros() throws {
        let key = try Self.privateKey.get().publicKey
        #expect(try RSAPublicKey(modulus: [0, 0] + key.modulus, exponent: [0, 1, 0, 1]) == key)
    }

    @Test(
        "exponents that are even, small or huge are refused",
        arguments: [[], [0], [1], [3], [1, 0, 0], [0xff, 0xff], [1, 0, 2], [1, 0, 0, 0, 0, 0, 0, 0, 1]] as [[UInt8]]
    )
    func exponent(exponent: [UInt8]) throws {
        let modulus = try Self.privateKey.get().publicKey.modulus
        let error = #expect(throws: CryptoError.self) { try RSAPublicKey(modulus: modulus, exponent: exponent) }
        #expect(error?.code == .invalidKey)
    }

    @Test("a modulus that is even, short or long is refused", arguments: [0, 1, 128, 255, 256, 257, 1024, 1025])
    func modulus(byteCount: Int) throws {
        // An even number has the right size at most; an odd one of 255 or 1025 bytes has the wrong one.
        let isRightSize = (256...1024).contains(byteCount)
        var modulus = [UInt8](repeating: 0xff, count: byteCount)
        if isRightSize { modulus[byteCount - 1] = 0xfe }
        let error = #expect(throws: CryptoError.self) { try RSAPublicKey(modulus: modulus, exponent: [1, 0, 1]) }
        #expect(error?.code == .invalidKey)
    }

    @Test("a modulus with the mark of the faulty generator is refused")
    func faultyGenerator() {
        // 65537^128, odd and of 2049 bits, is a power of 65537 modulo every small prime.
        var number: [UInt8] = [1]
        for _ in 0..<128 {
            let shifted = number + [0, 0]
            var sum = shifted
            var carry = 0
            for position in 1...shifted.count {
                let addend = position <= number.count ? Int(number[number.count - position]) : 0
                let digit = Int(shifted[shifted.count - position]) + addend + carry
                sum[sum.count - position] = UInt8(digit & 0xff)
                carry = digit >> 8
            }
            number = carry > 0 ? [UInt8(carry)] + sum : sum
        }
        let error = #expect(throws: CryptoError.self) { try RSAPublicKey(modulus: number, exponent: [1, 0, 1]) }
        #expect(error?.message.contains("ROCA") == true)
        var sound = number
        sound[sound.count - 1] ^= 2
        #expect(throws: Never.self) { try RSAPublicKey(modulus: sound, exponent: [1, 0, 1]) }
    }

    @Test("a structure with a byte cut off, added or changed in its kind is refused")
    func damagedStructures() throws {
        let key = try Self.privateKey.get()
        let info = try key.publicKey.subjectPublicKeyInfo()
        let curve = try P256PrivateKey.generate()
        let damaged = [[], Array(info.dropLast()), info + [0], try curve.publicKey.subjectPublicKeyInfo()]
        for bytes in damaged {
            let error = #expect(throws: CryptoError.self) { try RSAPublicKey(subjectPublicKeyInfo: bytes) }
            #expect(error?.code == .invalidKey)
        }
        let pkcs8 = try key.pkcs8().withBytes { span in span.indices.map { span[$0] } }
        for bytes in [[], Array(pkcs8.dropLast()), pkcs8 + [0]] {
            let error = #expect(throws: CryptoError.self) { try RSAPrivateKey(pkcs8: SecretBytes(bytes)) }
            #expect(error?.code == .invalidKey)
        }
        let error = #expect(throws: CryptoError.self) { try RSAPrivateKey(pkcs8: curve.pkcs8()) }
        #expect(error?.code == .invalidKey)
    }

    @Test("one key verifies on many threads at once")
    func concurrent() async throws {
        let key = try Self.privateKey.get()
        let message = [UInt8](repeating: 7, count: 100)
        let signature = try key.signature(for: message)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<64 {
                group.addTask {
                    var isRight = true
                    for _ in 0..<50 {
                        isRight = try isRight && key.publicKey.isValidSignature(signature, for: message)
                        isRight =
                            try isRight && !key.publicKey.isValidSignature(signature, for: message + [UInt8(index)])
                    }
                    return isRight
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
