import AppSupport
import CognitoJWT
import Foundation
import Testing

@Suite("Rules for tokens in a file") struct TokenRulesDocumentTests {
    private func document(_ json: String) throws -> TokenRulesDocument {
        try TokenRulesDocument(json: Array(json.utf8), named: "rules.json")
    }

    @Test("every member arrives where it belongs")
    func everyMember() throws {
        let document = try document(
            """
            {"userPoolId":"us-east-1_Abc","tokenUse":"access","clientIds":["c1","c2"],"issuerKinds":["ORIGINAL","UPDATED"],
             "replicaRegions":["us-west-2"],"groupsAnyOf":["a"],"groupsAllOf":["b"],"scopesAnyOf":["s/r"],
             "scopesAllOf":["s/w"],"leewaySeconds":30,"maxAuthAgeSeconds":3600}
            """
        )
        var rules = TokenRules(userPoolID: "us-east-1_Abc", use: .access, clients: .anyOf(["c1", "c2"]))
        rules.issuers = .service([.original, .updated], replicaRegions: ["us-west-2"])
        (rules.groupsAnyOf, rules.groupsAllOf) = (["a"], ["b"])
        (rules.scopesAnyOf, rules.scopesAllOf) = (["s/r"], ["s/w"])
        (rules.leeway, rules.maximumAuthenticationAge) = (.seconds(30), .seconds(3600))
        #expect(document.drafts.map(\.rules) == [rules] && !document.isList)
    }

    @Test("null as tokenUse is either, null as clientIds is any, every other null is as if absent")
    func nulls() throws {
        let names = [
            "issuerKinds", "replicaRegions", "groupsAnyOf", "groupsAllOf", "scopesAnyOf", "scopesAllOf",
            "leewaySeconds", "maxAuthAgeSeconds",
        ]
        let nulls = names.map { ",\"\($0)\":null" }.joined()
        let draft = try #require(
            try document(#"{"userPoolId":"p_1","tokenUse":null,"clientIds":null\#(nulls)}"#).drafts.first
        )
        #expect(draft.rules == TokenRules(userPoolID: "p_1", use: .either, clients: .any))
    }

    @Test(
        "token uses",
        arguments: [
            (#""access""#, TokenRules.Use.access), (#""id""#, .id), (#""either""#, .either), ("null", .either),
        ]
    )
    func uses(json: String, use: TokenRules.Use) throws {
        #expect(try document("{\"tokenUse\":\(json)}").drafts.first?.use == use)
    }

    @Test("regions of replicas alone leave the original issuer allowed")
    func replicas() throws {
        let draft = try document(#"{"tokenUse":"id","replicaRegions":["us-west-2"]}"#).drafts.first
        #expect(draft?.issuers == .service([.original], replicaRegions: ["us-west-2"]))
    }

    @Test("several pools")
    func pools() throws {
        let document = try document(
            """
            {"pools":[{"userPoolId":"us-east-1_A","tokenUse":"access","clientIds":["c"]},
                      {"userPoolId":"us-east-1_B","tokenUse":null,"clientIds":null}]}
            """
        )
        #expect(document.isList)
        #expect(
            document.drafts.map(\.rules) == [
                TokenRules(userPoolID: "us-east-1_A", use: .access, clients: .anyOf(["c"])),
                TokenRules(userPoolID: "us-east-1_B", use: .either, clients: .any),
            ]
        )
    }

    @Test(
        "what is wrong is named",
        arguments: [
            ("", "not strict JSON"), ("[]", "no object"), ("{", "not strict JSON"), (#"{"a":1,"a":2}"#, "twice"),
            ("{}", "tokenUse is missing"), (#"{"clientIds":["c"]}"#, "tokenUse is missing"),
            (#"{"tokenUse":"refresh"}"#, "tokenUse is none"), (#"{"tokenUse":"Access"}"#, "tokenUse is none"),
            (#"{"tokenUse":["access"]}"#, "tokenUse is none"),
            (#"{"tokenUse":"id","clientIds":"c"}"#, "clientIds is no list"),
            (#"{"tokenUse":"id","clientIds":["c",1]}"#, "clientIds is no list"),
            (#"{"tokenUse":"id","userPoolId":7}"#, "userPoolId is no text"),
            (#"{"tokenUse":"id","userPoolId":""}"#, "userPoolId is no text"),
            (#"{"tokenUse":"id","issuerKinds":["NEW"]}"#, "neither ORIGINAL nor UPDATED"),
            (#"{"tokenUse":"id","groupsAnyOf":{}}"#, "groupsAnyOf is no list"),
            (#"{"tokenUse":"id","leewaySeconds":"30"}"#, "leewaySeconds is no whole number"),
            (#"{"tokenUse":"id","leewaySeconds":1.5}"#, "leewaySeconds is no whole number"),
            (#"{"tokenUse":"id","leewaySeconds":-1}"#, "leewaySeconds is no whole number"),
            (#"{"tokenUse":"id","maxAuthAgeSeconds":1e300}"#, "maxAuthAgeSeconds is no whole number"),
            (#"{"tokenUse":"id","clientIDs":["c"]}"#, "did you mean clientIds?"),
            (#"{"tokenUse":"id","groupAnyOf":["a"]}"#, "did you mean groupsAnyOf?"),
            (#"{"tokenUse":"id","issuer":"http://127.0.0.1"}"#, #""issuer" means nothing here"#),
            (#"{"tokenUse":"id","\u001b[31m":1}"#, #""\u001b[31m" means nothing here"#),
            (#"{"pools":[]}"#, "pools is no list"), (#"{"pools":{}}"#, "pools is no list"),
            (#"{"pools":[1]}"#, "pools[0] is no object"),
            (#"{"pools":[{"tokenUse":"id","clientIds":["c"]}]}"#, "pools[0].userPoolId is missing"),
            (#"{"pools":[{"tokenUse":"id","userPoolId":"p_1"}]}"#, "pools[0].clientIds is missing"),
            (#"{"pools":[{"userPoolId":"p_1","clientIds":["c"]}]}"#, "pools[0].tokenUse is missing"),
            (#"{"pools":[{"userPoolId":"p_1","tokenUse":"id","clientIds":["c"]}],"tokenUse":"id"}"#, "beside pools"),
            (#"{"pools":[{"userPoolId":"p_1","tokenUse":"id","clientIds":["c"],"group":1}]}"#, "known are userPoolId"),
        ]
    )
    func faults(json: String, text: String) {
        let problem = #expect(throws: Problem.self) { try document(json) }
        #expect(problem?.code == .misconfigured)
        #expect(problem?.detail.contains(text) == true && problem?.detail.contains("rules.json") == true, "\(problem!)")
    }

    @Test("every fault is named at once")
    func everyFault() {
        let problem = #expect(throws: Problem.self) { try document(#"{"tokenUse":1,"scopesAllOf":1,"x":1}"#) }
        for name in ["tokenUse", "scopesAllOf", "\"x\""] { #expect(problem?.detail.contains(name) == true) }
    }

    @Test("a file that is not there, a folder, and one that is too long", arguments: ["missing", "", "long"])
    func files(name: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(repeating: 0x20, count: (1 << 20) + 1).write(to: folder.appending(path: "long"))
        let problem = #expect(throws: Problem.self) {
            try TokenRulesDocument(path: folder.appending(path: name).path)
        }
        #expect(problem?.code == .misconfigured)
    }

    @Test("a draft is complete with pool, use and clients, and what it says is not overruled")
    func completing() {
        var (first, second) = (TokenRulesDraft(), TokenRulesDraft())
        #expect(first.rules == nil)
        (first.userPoolID, first.leeway, first.groupsAnyOf) = ("us-east-1_A", .seconds(1), ["a"])
        (second.userPoolID, second.leeway, second.scopesAllOf) = ("us-east-1_B", .seconds(2), ["s"])
        (second.use, second.clients) = (.id, .any)
        #expect(first.rules == nil)
        var rules = TokenRules(userPoolID: "us-east-1_A", use: .id, clients: .any)
        (rules.leeway, rules.groupsAnyOf, rules.scopesAllOf) = (.seconds(1), ["a"], ["s"])
        #expect(first.completed(by: second).rules == rules)
    }
}
