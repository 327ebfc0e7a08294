import Foundation
import TestSupport
import Testing

@Suite("userpool jwt verify") struct JWTVerifyTests {
    private let corpus: TokenCorpus
    private let line: Shell
    private let client = "1exampleclientid000000001"

    init() throws {
        corpus = try TokenCorpus()
        line = try Shell()
    }

    /// The options that name the corpus' pool, its keys and the time.
    private func options(_ more: String...) throws -> [String] {
        let keys = try line.file("set.json", corpus.keys(of: corpus.poolID))
        return ["--pool-id", corpus.poolID, "--client-id", client, "--jwks", keys, "--at", "\(corpus.now)"] + more
    }

    private func verify(_ token: String, _ options: [String]) async throws -> Outcome {
        try await line.run(["jwt", "verify", "-"] + options, input: token + "\n")
    }

    @Test("a good token: exit 0 and its claims, from standard input and as an argument")
    func good() async throws {
        let token = try corpus.token("access-token")
        let options = try options("--use", "access", "-o", "json")
        for outcome in [
            try await verify(token, options), try await line.run(["jwt", "verify"] + options, input: token),
            try await line.run(["jwt", "verify", token] + options),
        ] {
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
            let verdict = try outcome.json
            #expect(Set(verdict.keys) == ["valid", "claims"] && verdict["valid"] as? Bool == true)
            #expect((verdict["claims"] as? [String: Any])?["username"] as? String == "someone")
        }
    }

    @Test("a bad token: exit 77, code and message, and nothing that it says")
    func bad() async throws {
        let outcome = try await verify(corpus.token("signature-bit-flip"), options("--use", "access", "-o", "json"))
        #expect(outcome.status == 77 && outcome.errors.isEmpty)
        let verdict = try outcome.json
        #expect(Set(verdict.keys) == ["valid", "code", "message"])
        #expect(verdict["valid"] as? Bool == false && verdict["code"] as? String == "signature")
        #expect(!outcome.output.contains("someone"))
    }

    @Test("people are told which check failed first")
    func explained() async throws {
        let expired = try await verify(corpus.token("exp-at-now"), options("--use", "access"))
        #expect(expired.status == 77)
        for text in ["expired", "the time", "the signature is right"] { #expect(expired.output.contains(text)) }
        let tampered = try await verify(corpus.token("payload-swapped"), options("--use", "access"))
        for text in ["signature", "believe nothing"] { #expect(tampered.output.contains(text)) }
        let foreign = try await verify(corpus.token("iss-other-pool"), options("--use", "access"))
        for text in ["the token says", "allowed is", "us-east-1_TestPool1"] { #expect(foreign.output.contains(text)) }
        let good = try await verify(corpus.token("access-token"), options("--use", "access"))
        for text in ["access token of us-east-1_TestPool1", "2026-01-01 00:59:00 UTC", "claims.username", "someone"] {
            #expect(good.status == 0 && good.output.contains(text))
        }
    }

    @Test("what a stranger wrote reaches no terminal as it is", arguments: ["kid-terminal-escape", "kid-bidi"])
    func escapes(name: String) async throws {
        let outcome = try await verify(corpus.token(name), options("--use", "access"))
        #expect(outcome.status == 77)
        for scalar in ["\u{1b}", "\u{202e}"] { #expect(!outcome.output.unicodeScalars.contains { "\($0)" == scalar }) }
    }

    @Test(
        "each rule can be given as an option",
        arguments: [
            ("access-token", ["--use", "access"], nil), ("access-token", ["--use", "either"], nil),
            ("access-token", ["--use", "id"], "tokenUse"), ("id-token-any-use", ["--use", "id"], nil),
            ("id-token-any-use", ["--use", "access"], "tokenUse"),
            ("wrong-client", ["--use", "access"], "client"),
            ("access-token", ["--use", "access", "--group", "admins"], nil),
            ("access-token", ["--use", "access", "--group", "nobody", "--group", "admins"], nil),
            ("access-token", ["--use", "access", "--group", "nobody"], "groups"),
            ("access-token", ["--use", "access", "--scope", "api/read"], nil),
            ("access-token", ["--use", "access", "--scope", "api/write", "--scope", "api/read"], nil),
            ("access-token", ["--use", "access", "--scope", "api/write"], "scope"),
            ("exp-at-now", ["--use", "access"], "expired"), ("exp-at-now", ["--use", "access", "--leeway", "1"], nil),
            ("access-token", ["--use", "access", "--max-age", "60"], nil),
            ("access-token", ["--use", "access", "--max-age", "59"], "tooOld"),
            ("access-token", ["--use", "access", "--at", "1767229139"], nil),
            ("access-token", ["--use", "access", "--at", "1767229140"], "expired"),
            ("access-token", ["--use", "access", "--at", "0"], "notYetValid"),
        ] as [(String, [String], String?)]
    )
    func rules(name: String, rules: [String], code: String?) async throws {
        let outcome = try await verify(corpus.token(name), options("-o", "json") + rules)
        #expect(try outcome.json["code"] as? String == code)
        #expect(outcome.status == (code == nil ? 0 : 77))
    }

    @Test("without --at it is now, and these tokens have expired")
    func now() async throws {
        let keys = try line.file("set.json", corpus.keys(of: corpus.poolID))
        let outcome = try await verify(
            corpus.token("access-token"),
            ["--pool-id", corpus.poolID, "--client-id", client, "--use", "access", "--jwks", keys, "-o", "json"]
        )
        #expect(try outcome.status == 77 && outcome.json["code"] as? String == "expired")
    }

    @Test("pool and client come from the configuration where they are not given, and options win over --config")
    func sources() async throws {
        let token = try corpus.token("access-token")
        let configured = try Shell(["USERPOOL_POOL_ID": corpus.poolID, "USERPOOL_POOL_CLIENT_ID": client])
        let keys = try configured.file("set.json", corpus.keys(of: corpus.poolID))
        let given = ["jwt", "verify", "--jwks", keys, "--at", "\(corpus.now)"]
        #expect(try await configured.run(given + ["--use", "access"], input: token).status == 0)
        let another = ["--use", "access", "--client-id", "another"]
        #expect(try await configured.run(given + another, input: token).status == 77)
        let printing = try Shell(["USERPOOL_CLI_OUTPUT": "json"])
        let printed = try await printing.run(["jwt", "verify", "-"] + options("--use", "access"), input: token)
        #expect(try printed.json["valid"] as? Bool == true)
        // The client of the settings belongs to the pool of the settings.
        let foreign = try configured.file("foreign.json", #"{"userPoolId":"us-east-1_Other","tokenUse":"access"}"#)
        #expect(try await configured.run(given + ["--config", foreign], input: token).status == 78)

        let rules = try line.file("rules.json", corpus.rules("accessGroupAdmins"))
        let config = ["--config", rules, "--jwks", keys, "--at", "\(corpus.now)"]
        #expect(try await verify(token, config).status == 0)
        #expect(try await verify(token, config + ["--group", "nobody"]).status == 77)
        #expect(try await verify(token, config + ["--use", "id"]).status == 77)
        let open = try line.file("open.json", #"{"tokenUse":"access"}"#)
        #expect(try await verify(token, options("--config", open)).status == 0)
    }

    @Test(
        "options that make no sense: exit 64",
        arguments: [
            [], ["--use", "refresh"], ["--use", "access", "--leeway", "301"], ["--use", "access", "--leeway", "-1"],
            ["--use", "access", "--leeway", "x"], ["--use", "access", "--max-age", "-1"],
            ["--use", "access", "--at", "soon"], ["--use", "access", "--pool-id", "nonsense"],
            ["--use", "access", "--group", ""], ["--use", "access", "--issuer", "nonsense"],
            ["--use", "access", "--client-id", ""], ["--use", "access", "--nonsense"],
            ["--use", "access", "--batch", "-o", "table"], ["--use", "access", "-o", "xml"],
        ]
    )
    func usage(more: [String]) async throws {
        let outcome = try await line.run(["jwt", "verify"] + options() + more, input: corpus.token("access-token"))
        #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.output) \(outcome.errors)")
    }

    @Test("one token as an argument and many on standard input do not go together")
    func bothForms() async throws {
        #expect(try await line.run(["jwt", "verify", "x", "--batch"] + options("--use", "access")).status == 64)
    }

    @Test("a configuration that is incomplete or cannot be read: exit 78, and the message says what is wrong")
    func configuration() async throws {
        let good = try corpus.rules("access")
        let rows: [(config: String, text: String)] = [
            (#"{"userPoolId":"us-east-1_TestPool1","tokenUse":"access"}"#, "--client-id"),
            (#"{"tokenUse":"access","clientIds":["c"]}"#, "--pool-id"),
            (#"{"userPoolId":"us-east-1_TestPool1","clientIds":["c"]}"#, "tokenUse is missing"),
            (#"{"userPoolId":"us-east-1_TestPool1","tokenUse":"access","clientId":["c"]}"#, "clientIds?"),
            (#"{"userPoolId":"us-east-1_TestPool1","tokenUse":"access","clientIds":[]}"#, "empty"),
            (try corpus.rules("access", merging: ["leewaySeconds": 301]), "leeway"),
            (good + "x", "strict JSON"), ("", "strict JSON"),
        ]
        for row in rows {
            let path = try line.file("rules.json", row.config)
            let outcome = try await line.run(
                ["jwt", "verify", "--config", path, "--jwks", line.file("keys.json", corpus.keys())],
                input: "x"
            )
            #expect(outcome.status == 78 && outcome.output.isEmpty, "\(row): \(outcome)")
            #expect(outcome.errors.contains(row.text), "\(row): \(outcome.errors)")
        }
        #expect(try await line.run(["jwt", "verify", "--config", "/dev/null/none"], input: "x").status == 78)
    }

    @Test("keys that cannot be read, or are not those of the pool: exit 78")
    func keys() async throws {
        let rules = try line.file("rules.json", corpus.rules("access"))
        let pools = try line.file("pools.json", corpus.rules("multiPool"))
        let rows: [(config: String, keys: String, text: String)] = [
            (rules, "[]", "no object"), (rules, "{\"keys\":{}}", "keys"),
            (rules, "{\"us-east-1_Other\":{\"keys\":[]}}", "TestPool1"),
            (pools, try corpus.keys(of: corpus.poolID), "by pool id"),
        ]
        for row in rows {
            let keys = try line.file("set.json", row.keys)
            let outcome = try await line.run(["jwt", "verify", "--config", row.config, "--jwks", keys], input: "x")
            #expect(outcome.status == 78 && outcome.output.isEmpty && outcome.errors.contains(row.text), "\(outcome)")
        }
        let missing = try await line.run(["jwt", "verify", "--config", rules, "--jwks", "/dev/null/none"], input: "x")
        #expect(missing.status == 78)
        let mixed = try await line.run(["jwt", "verify", "--config", pools, "--use", "id", "--jwks", "x"], input: "x")
        #expect(mixed.status == 64)
    }

    @Test("standard input or output that fails: exit 74")
    func inputOutput() async throws {
        let options = try line.options(corpus, "access").joined(separator: " ")
        for command in [
            "echo x | userpool jwt verify --batch \(options) >/dev/full",
            "echo x | userpool jwt verify - \(options) >/dev/full",
            "userpool jwt verify --batch \(options) </", "userpool jwt verify - \(options) <&-",
            "userpool jwt decode - </",
        ] {
            #expect(try await line.script(command).status == 74, "\(command)")
        }
    }
}
