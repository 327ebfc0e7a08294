import ByteCoding
import CryptoPrimitives
import Testing

@Suite("Wycheproof RSA PKCS#1 v1.5 with SHA-256") struct WycheproofRSATests {
    struct Case: Decodable, Sendable {
        let tcId: Int
        let comment: String
        let result: String
        let msg: HexBytes
        let sig: HexBytes
    }

    struct Group: Decodable, Sendable {
        struct PublicKey: Decodable, Sendable {
            let modulus: HexBytes
            let publicExponent: HexBytes
        }

        let keySize: Int
        let publicKey: PublicKey
        let publicKeyDer: HexBytes
        let tests: [Case]
    }

    /// One case with its group's key.
    struct Vector: Sendable, CustomTestStringConvertible {
        let group: Group
        let test: Case

        var testDescription: String { "RSA-\(group.keySize) tcId \(test.tcId) (\(test.result)): \(test.comment)" }

        /// `acceptable` is refused.
        var isValid: Bool { test.result == "valid" }

        /// Keys with an exponent below 65537 are refused as keys.
        var isKeyUsable: Bool { group.publicKey.publicExponent.bytes.count > 2 }

        func isAccepted(signature: HexBytes) throws -> Bool {
            let key = try RSAPublicKey(
                modulus: group.publicKey.modulus.bytes,
                exponent: group.publicKey.publicExponent.bytes
            )
            return try key.isValidSignature(signature.bytes, for: test.msg.bytes)
        }
    }

    static let vectors: [Vector] = (try? load()) ?? []

    static func load() throws -> [Vector] {
        try ["rsa_signature_2048_sha256_test", "rsa_signature_3072_sha256_test"].flatMap { name in
            let file: WycheproofFile<Group> = try Vectors.load(name)
            return file.testGroups.flatMap { group in group.tests.map { Vector(group: group, test: $0) } }
        }
    }

    @Test("each signature has its verdict", arguments: vectors)
    func verdict(vector: Vector) throws {
        guard vector.isKeyUsable else {
            let error = #expect(throws: CryptoError.self) { try vector.isAccepted(signature: vector.test.sig) }
            #expect(error?.code == .invalidKey)
            return
        }
        #expect(try vector.isAccepted(signature: vector.test.sig) == vector.isValid)
    }

    @Test("all cases are there, one of each size is merely acceptable, and one changed bit is refused")
    func mutated() throws {
        #expect(try Self.load().count == 518)
        #expect(Self.vectors.filter { $0.test.result == "acceptable" }.count == 2)
        for vector in Self.vectors where vector.isValid && vector.isKeyUsable {
            #expect(try !vector.isAccepted(signature: vector.test.sig.mutated), "\(vector.testDescription)")
        }
    }

    @Test("a key is the same from its numbers and from its structure")
    func structures() throws {
        for vector in Self.vectors where vector.test.tcId == 1 {
            let key = try RSAPublicKey(subjectPublicKeyInfo: vector.group.publicKeyDer.bytes)
            #expect(key.modulus == Array(vector.group.publicKey.modulus.bytes.drop { $0 == 0 }))
            #expect(try key.subjectPublicKeyInfo() == vector.group.publicKeyDer.bytes)
            #expect(key.bitCount == vector.group.keySize)
        }
    }
}
