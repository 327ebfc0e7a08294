import ByteCoding
import Testing

@testable import CognitoJWT

/// Wycheproof's tokens and key sets, through shape, header, key and signature.
///
/// Their payloads are no claims, so they stop where a verifier would look at the claims.
@Suite("Wycheproof, tokens and key sets") struct WycheproofTests {
    /// One case with the keys of its group.
    struct Case: CustomTestStringConvertible, Sendable {
        let id: Int
        let comment: String
        let keys: [JSONObject]
        let token: String
        let isValid: Bool

        var testDescription: String { "tcId \(id): \(comment)" }

        /// Whether all keys of the group are for RS256.
        var isForRS256: Bool { keys.allSatisfy { $0["kty"]?.string == "RSA" && $0["alg"]?.string == "RS256" } }

        static let signatures = Result { try load("json_web_signature_test") }
        static let keySets = Result { try load("json_web_key_test") }

        private static func load(_ name: String) throws -> [Case] {
            let reader = JSONReader(maximumByteCount: 1_000_000, maximumNameCount: 100_000)
            let file = try reader.read(Vectors.bytes(name)).object
            return try #require(file?["testGroups"]?.array).flatMap { group in
                let key = try #require((group.object?["public"] ?? group.object?["private"])?.object)
                let keys = key["keys"]?.array?.compactMap(\.object) ?? [key]
                return try #require(group.object?["tests"]?.array).map { try Case($0.object, keys: keys) }
            }
        }

        private init(_ test: JSONObject?, keys: [JSONObject]) throws {
            id = try #require(test?["tcId"]?.number?.int)
            comment = try #require(test?["comment"]?.string)
            token = try #require(test?["jws"]?.string)
            isValid = test?["result"]?.string == "valid"
            self.keys = keys
        }

        /// Whether the token is signed by a key of the group.
        func verify() throws {
            let set = try KeySet(json: Array(#"{"keys":[\#(keys.map(\.text).joined(separator: ","))]}"#.utf8))
            let bytes = token.utf8.span
            let form = try CompactForm(bytes)
            let header = try TokenHeader(CompactForm.decode(bytes.extracting(form.header)))
            guard let key = set[header.keyID] else { throw JWTError(.unknownKey, "no such key") }
            let signature = try CompactForm.decode(bytes.extracting(form.signature))
            try key.check(signature.span, over: bytes.extracting(form.signed))
        }
    }

    /// Marked valid, and signed with HS256, ES256, ES512, RS384, RS512 or PS: refused here, as user pools sign with RS256.
    ///
    /// 372 and 373 also hold a `?` where base64url has none. In the groups for RS256 there is no difference at all.
    static let tokensRefusedThoughValid: Set<Int> = [
        1, 18, 264, 265, 266, 267, 268, 269, 270, 271, 272, 273, 274, 275, 287, 288, 320, 321, 322, 323, 325, 326, 327,
        328, 346, 347, 348, 350, 351, 352, 357, 358, 359, 372, 373, 376, 377, 378,
    ]

    /// Marked valid, and all of HMAC keys, which no user pool has: refused here.
    static let keySetsRefusedThoughValid: Set<Int> = [2, 13, 14, 15]

    @Test("a token of an RS256 group", arguments: try Case.signatures.get().filter(\.isForRS256))
    func signature(_ test: Case) throws {
        if test.isValid {
            try test.verify()
        } else {
            #expect(throws: JWTError.self) { try test.verify() }
        }
    }

    @Test("no token of another group is taken", arguments: try Case.signatures.get().filter { !$0.isForRS256 })
    func otherAlgorithm(_ test: Case) {
        #expect(throws: JWTError.self) { try test.verify() }
    }

    @Test("a key set", arguments: try Case.keySets.get())
    func keySet(_ test: Case) throws {
        if test.isValid, !Self.keySetsRefusedThoughValid.contains(test.id) {
            try test.verify()
        } else {
            #expect(throws: JWTError.self) { try test.verify() }
        }
    }

    @Test("is all there, and the differences are differences")
    func complete() throws {
        let (signatures, keySets) = (try Case.signatures.get(), try Case.keySets.get())
        #expect(signatures.count == 401)
        #expect(signatures.filter(\.isForRS256).count == 233)
        #expect(signatures.filter(\.isForRS256).count(where: \.isValid) == 8)
        #expect(keySets.count == 26)
        let differences = signatures.filter { $0.isValid && !$0.isForRS256 }
        #expect(Set(differences.map(\.id)) == Self.tokensRefusedThoughValid)
        #expect(Self.keySetsRefusedThoughValid.isSubset(of: keySets.filter(\.isValid).map(\.id)))
    }
}
