import ByteCoding
import CryptoPrimitives
import Testing

@Suite("Argon2") struct Argon2idTests {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let type: String
        let password: HexBytes
        let salt: HexBytes
        let secret: HexBytes?
        let associatedData: HexBytes?
        let t: Int
        let mKiB: Int
        let p: Int
        let tagLength: Int
        var tag: HexBytes

        var testDescription: String { "\(type) t=\(t) m=\(mKiB) p=\(p) \(Hex.encode(tag.bytes.prefix(4) + []))" }

        func isAccepted() throws -> Bool {
            let variant = try #require(Argon2Derivation.Variant(rawValue: type))
            let key = try Argon2Derivation(variant: variant, memoryKiB: mKiB, iterations: t, lanes: p).deriveKey(
                from: password.secret,
                salt: salt.bytes,
                secret: secret?.secret ?? SecretBytes([]),
                associatedData: associatedData?.bytes ?? [],
                byteCount: tagLength
            )
            return ConstantTime.areEqual(key, tag.secret)
        }
    }

    struct File: Decodable {
        let rfc9106: [Vector]
        let computed: [Vector]
    }

    static let vectors: [Vector] = (try? load()) ?? []

    static func load() throws -> [Vector] {
        let file: File = try Vectors.load("argon2_vectors")
        return file.rfc9106 + file.computed
    }

    @Test("each vector comes out, and not with one bit changed", arguments: vectors)
    func published(vector: Vector) throws {
        #expect(try vector.isAccepted())
        var mutated = vector
        mutated.tag = vector.tag.mutated
        #expect(try !mutated.isAccepted())
    }

    @Test("all vectors are there")
    func complete() throws {
        #expect(try Self.load().count == 13)
    }

    @Test("the public way gives the same keys, within its bounds")
    func publicWay() throws {
        let hardened = Self.vectors.filter {
            $0.type == "argon2id" && Argon2id.Parameters.memoryBounds.contains($0.mKiB)
        }
        #expect(hardened.count >= 4)
        for vector in hardened {
            let key = try Argon2id.deriveKey(
                from: vector.password.secret,
                salt: vector.salt.bytes,
                parameters: Argon2id.Parameters(memoryKiB: vector.mKiB, iterations: vector.t, lanes: vector.p),
                byteCount: vector.tagLength
            )
            #expect(ConstantTime.areEqual(key, vector.tag.secret), "\(vector.testDescription)")
        }
    }

    @Test(
        "hostile parameters are refused before any memory is asked for",
        arguments: [
            (19 * 1024 - 1, 1, 1), (1024 * 1024 + 1, 1, 1), (Int.max, 1, 1), (-1, 1, 1), (65_536, 0, 1),
            (65_536, 17, 1),
            (65_536, Int.max, 1), (65_536, 1, 0), (65_536, 1, 9), (65_536, 1, Int.min),
        ]
    )
    func hostile(memoryKiB: Int, iterations: Int, lanes: Int) {
        let error = #expect(throws: CryptoError.self) {
            try Argon2id.Parameters(memoryKiB: memoryKiB, iterations: iterations, lanes: lanes)
        }
        #expect(error?.code == .invalidParameter)
    }

    @Test("lengths out of bounds are refused", arguments: [(7, 32), (1025, 32), (16, 15), (16, 1025), (16, -1)])
    func lengths(saltByteCount: Int, byteCount: Int) {
        let error = #expect(throws: CryptoError.self) {
            _ = try Argon2id.deriveKey(
                from: SecretBytes(utf8: "password"),
                salt: [UInt8](repeating: 1, count: saltByteCount),
                byteCount: byteCount
            )
        }
        #expect(error?.code == .invalidParameter)
    }

    @Test("costs that Argon2 itself does not have are an error of the library")
    func impossible() {
        for memoryKiB in [0, -1, Int.max] {
            let derivation = Argon2Derivation(variant: .id, memoryKiB: memoryKiB, iterations: 1, lanes: 1)
            #expect(throws: CryptoError.self) {
                _ = try derivation.deriveKey(
                    from: SecretBytes(utf8: "password"),
                    salt: [UInt8](repeating: 1, count: 16),
                    secret: SecretBytes([]),
                    associatedData: [],
                    byteCount: 32
                )
            }
        }
    }
}
