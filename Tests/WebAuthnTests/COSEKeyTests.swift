import ByteCoding
import CryptoPrimitives
import Testing
import WebAuthn

@Suite("COSE keys") struct COSEKeyTests {
    private let pair: P256PrivateKey
    private let x: [UInt8]
    private let y: [UInt8]

    init() throws {
        pair = try .generate()
        x = Array(pair.publicKey.x963[1...32])
        y = Array(pair.publicKey.x963[33...64])
    }

    @Test("a P-256 key is read, kept and used")
    func p256() throws {
        let key = try read([(1, .int(2)), (3, .int(-7)), (-1, .int(1)), (-2, .bytes(x)), (-3, .bytes(y))])
        #expect(key.algorithm == .es256)
        #expect(try COSEKey(bytes: key.bytes) == key)
        #expect(try key.subjectPublicKeyInfo() == pair.publicKey.subjectPublicKeyInfo())
        let signature = try pair.signature(for: [1, 2, 3])
        #expect(try key.isValidSignature(signature, for: [1, 2, 3]))
        #expect(try !key.isValidSignature(signature, for: [1, 2, 4]))
        #expect(try !key.isValidSignature(Array(signature.dropLast()), for: [1, 2, 3]))
    }

    @Test("an RSA key is read and used")
    func rsa() throws {
        let pair = try RSAPrivateKey.generate()
        let (modulus, exponent) = (pair.publicKey.modulus, pair.publicKey.exponent)
        let key = try read([(1, .int(3)), (3, .int(-257)), (-1, .bytes(modulus)), (-2, .bytes(exponent))])
        #expect(key.algorithm == .rs256)
        #expect(try key.subjectPublicKeyInfo() == pair.publicKey.subjectPublicKeyInfo())
        let signature = try pair.signature(for: [1, 2, 3])
        #expect(try key.isValidSignature(signature, for: [1, 2, 3]))
        #expect(try !key.isValidSignature(signature, for: [3, 2, 1]))
        let weak = Array(modulus.prefix(128).dropLast()) + [1]
        refuse([(1, .int(3)), (3, .int(-257)), (-1, .bytes(weak)), (-2, .bytes(exponent))], .invalidKey)
        refuse([(1, .int(3)), (3, .int(-257)), (-1, .bytes(modulus)), (-2, .bytes([3]))], .invalidKey)
        refuse([(1, .int(3)), (3, .int(-257)), (-1, .bytes(modulus))], .malformed)
        let long = [UInt8](repeating: 0, count: 2000) + modulus
        refuse([(1, .int(3)), (3, .int(-257)), (-1, .bytes(long)), (-2, .bytes(exponent))], .tooLarge)
    }

    @Test("algorithms and kinds that are not known, or do not go together, are refused")
    func kinds() {
        let rest: [(Int64, CBORValue)] = [(-1, .int(1)), (-2, .bytes(x)), (-3, .bytes(y))]
        refuse([(1, .int(2)), (3, .int(-8))] + rest, .algorithm)
        refuse([(1, .int(2)), (3, .int(-35))] + rest, .algorithm)
        refuse([(1, .int(2)), (3, .unsigned(.max))] + rest, .malformed)
        refuse([(1, .int(1)), (3, .int(-7))] + rest, .invalidKey)
        refuse([(1, .int(3)), (3, .int(-7))] + rest, .invalidKey)
        refuse([(1, .int(2)), (3, .int(-257))] + rest, .invalidKey)
        refuse([(1, .text("2")), (3, .int(-7))] + rest, .malformed)
        refuse([(3, .int(-7))] + rest, .malformed)
        refuse([(1, .int(2))] + rest, .malformed)
    }

    @Test("another curve and points that are not on it are refused")
    func points() {
        let head: [(Int64, CBORValue)] = [(1, .int(2)), (3, .int(-7))]
        refuse(head + [(-1, .int(2)), (-2, .bytes(x)), (-3, .bytes(y))], .invalidKey)
        refuse(head + [(-1, .int(6)), (-2, .bytes(x)), (-3, .bytes(y))], .invalidKey)
        refuse(head + [(-1, .int(1)), (-2, .bytes(x)), (-3, .bytes(x))], .invalidKey)
        refuse(head + [(-1, .int(1)), (-2, .bytes([0] + x)), (-3, .bytes(y))], .invalidKey)
        refuse(head + [(-1, .int(1)), (-2, .bytes(x)), (-3, .bytes([]))], .invalidKey)
        refuse(head + [(-1, .int(1)), (-2, .bytes(x)), (-3, .bool(true))], .malformed)
        refuse(head + [(-1, .int(1)), (-2, .bytes(x))], .malformed)
        let zeros = [UInt8](repeating: 0, count: 32)
        refuse(head + [(-1, .int(1)), (-2, .bytes(zeros)), (-3, .bytes(zeros))], .invalidKey)
    }

    @Test("spare members and bytes are refused")
    func spare() throws {
        let members: [(Int64, CBORValue)] = [
            (1, .int(2)), (3, .int(-7)), (-1, .int(1)), (-2, .bytes(x)), (-3, .bytes(y)),
        ]
        refuse(members + [(4, .array([.int(2)]))], .tooLarge)
        refuse(members + [(-4, .bytes(x))], .malformed)
        let bytes = try read(members).bytes
        for damaged in [bytes + [0], Array(bytes.dropLast()), []] {
            let error = #expect(throws: WebAuthnError.self) { try COSEKey(bytes: damaged) }
            #expect(error?.code == .malformed)
        }
    }

    private func read(_ members: [(Int64, CBORValue)]) throws(WebAuthnError) -> COSEKey {
        let map = CBORMap(members.map { CBORMap.Member(key: .int($0.0), value: $0.1) })
        return try COSEKey(bytes: CBORValue.map(map).encoded)
    }

    private func refuse(_ members: [(Int64, CBORValue)], _ code: WebAuthnError.Code) {
        let error = #expect(throws: WebAuthnError.self) { try read(members) }
        #expect(error?.code == code)
    }
}
