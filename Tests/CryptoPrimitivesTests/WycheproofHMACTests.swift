import CryptoPrimitives
import Testing

@Suite("Wycheproof HMAC-SHA-256") struct WycheproofHMACTests {
    struct Case: WycheproofCase {
        let tcId: Int
        let comment: String
        let result: String
        let key: HexBytes
        let msg: HexBytes
        var tag: HexBytes

        /// Whether the tag, possibly cut short, is the code's beginning.
        func isAccepted() throws -> Bool {
            let code = try HMACSHA256.authenticationCode(for: msg.bytes, key: key.secret)
            return ConstantTime.areEqual(Array(code.prefix(tag.bytes.count)), tag.bytes)
        }
    }

    struct Group: Decodable {
        let tests: [Case]
    }

    static let cases: [Case] = (try? load()) ?? []

    static func load() throws -> [Case] {
        let file: WycheproofFile<Group> = try Vectors.load("hmac_sha256_test")
        return file.testGroups.flatMap(\.tests)
    }

    @Test("each case has its verdict", arguments: cases)
    func verdict(vector: Case) throws {
        #expect(try vector.isAccepted() == vector.isValid)
        guard vector.tag.bytes.count == HMACSHA256.byteCount else {
            #expect(try !HMACSHA256.isValid(vector.tag.bytes, for: vector.msg.bytes, key: vector.key.secret))
            return
        }
        let isValid = try HMACSHA256.isValid(vector.tag.bytes, for: vector.msg.bytes, key: vector.key.secret)
        #expect(isValid == vector.isValid)
    }

    @Test("all cases are there, and a tag with one bit changed is refused")
    func mutated() throws {
        #expect(try Self.load().count == 174)
        for var vector in Self.cases where vector.isValid {
            vector.tag = vector.tag.mutated
            #expect(try !vector.isAccepted(), "\(vector.testDescription)")
        }
    }
}
