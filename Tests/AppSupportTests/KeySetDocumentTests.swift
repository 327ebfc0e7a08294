import AppSupport
import CognitoJWT
import Testing

@Suite("Key sets in a file") struct KeySetDocumentTests {
    /// RFC 7517, appendix A.1.
    private static let key = """
        {"kty":"RSA","kid":"2011-04-29","alg":"RS256","e":"AQAB","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt\
        VT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2\
        QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_\
        xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}
        """
    private static let set = "{\"keys\":[\(key)]}"

    private func document(_ json: String) throws -> KeySetDocument {
        try KeySetDocument(json: Array(json.utf8), named: "keys.json")
    }

    @Test("one key set is the only pool's")
    func one() throws {
        let document = try document(Self.set)
        #expect(document.entries.map(\.userPoolID) == [nil])
        let sets = try document.keySets(of: ["us-east-1_A"])
        #expect(sets.mapValues { $0.usableKeys.map(\.keyID) } == ["us-east-1_A": ["2011-04-29"]])
    }

    @Test("nobody can say whose keys one set holds where there are several pools")
    func ambiguous() throws {
        let document = try document(Self.set)
        let problem = #expect(throws: Problem.self) { try document.keySets(of: ["us-east-1_A", "us-east-1_B"]) }
        #expect(problem?.code == .misconfigured && problem?.detail.contains("by pool id") == true)
    }

    @Test("key sets by pool: those that are asked for must be there, others may")
    func byPool() throws {
        let document = try document("{\"us-east-1_A\":\(Self.set),\"us-east-1_B\":{\"keys\":[]}}")
        #expect(document.entries.map(\.userPoolID) == ["us-east-1_A", "us-east-1_B"])
        #expect(try document.keySets(of: ["us-east-1_B"]).mapValues(\.usableKeys.count) == ["us-east-1_B": 0])
        #expect(try document.keySets(of: ["us-east-1_A", "us-east-1_B"]).count == 2)
        let problem = #expect(throws: Problem.self) { try document.keySets(of: ["us-east-1_A", "us-east-1_a"]) }
        #expect(problem?.code == .misconfigured && problem?.detail.contains("us-east-1_a") == true)
    }

    @Test("a key that cannot be used is listed with its reason")
    func unusable() throws {
        let document = try document(#"{"keys":[{"kty":"oct","kid":"k","k":"AA"}]}"#)
        let keys = document.entries.flatMap(\.set.unusableKeys)
        #expect(keys.map(\.keyID) == ["k"] && keys.map(\.isPrivate) == [true])
    }

    @Test(
        "what is no key set is named",
        arguments: [
            ("[]", "no object"), ("{\"keys\":1}", "keys.json"), ("{\"keys\":[]", "not strict JSON"),
            ("{\"us-east-1_A\":[]}", "us-east-1_A"), ("{\"us-east-1_A\":{\"key\":[]}}", "us-east-1_A"),
            ("{\"us-east-1_A\":{\"keys\":[\(key),\(key)]}}", "same kid"),
        ]
    )
    func faults(json: String, text: String) {
        let problem = #expect(throws: Problem.self) { try document(json) }
        #expect(problem?.code == .misconfigured && problem?.detail.contains(text) == true)
    }
}
