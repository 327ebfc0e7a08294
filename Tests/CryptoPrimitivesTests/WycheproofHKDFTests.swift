import ByteCoding
import CryptoPrimitives
import Testing

@Suite("Wycheproof HKDF-SHA-256") struct WycheproofHKDFTests {
    struct Case: WycheproofCase {
        let tcId: Int
        let comment: String
        let result: String
        let ikm: HexBytes
        let salt: HexBytes
        let info: HexBytes
        let size: Int
        var okm: HexBytes

        /// Whether the derivation works and gives the expected key.
        func isAccepted() throws -> Bool {
            do throws(CryptoError) {
                let key = try HKDFSHA256.deriveKey(
                    from: ikm.secret,
                    salt: salt.bytes,
                    info: info.bytes,
                    byteCount: size
                )
                return ConstantTime.areEqual(key, okm.secret)
            } catch {
                guard error.code == .invalidParameter else { throw error }
                return false
            }
        }
    }

    struct Group: Decodable {
        let tests: [Case]
    }

    static let cases: [Case] = (try? load()) ?? []

    static func load() throws -> [Case] {
        let file: WycheproofFile<Group> = try Vectors.load("hkdf_sha256_test")
        return file.testGroups.flatMap(\.tests)
    }

    @Test("each case has its verdict", arguments: cases)
    func verdict(vector: Case) throws {
        #expect(try vector.isAccepted() == vector.isValid)
    }

    @Test("all cases are there, and a key with one bit changed is refused")
    func mutated() throws {
        #expect(try Self.load().count == 86)
        for var vector in Self.cases where vector.isValid {
            vector.okm = vector.okm.mutated
            #expect(try !vector.isAccepted(), "\(vector.testDescription)")
        }
    }
}
