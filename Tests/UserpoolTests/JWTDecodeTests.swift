import Foundation
import Testing

@Suite("userpool jwt decode and jwks") struct JWTDecodeTests {
    private let corpus: TokenCorpus
    private let line: Shell

    init() throws {
        corpus = try TokenCorpus()
        line = try Shell()
    }

    @Test(
        "every form of the output says that nothing was verified",
        arguments: ["table", "json", "ndjson", "yaml", "env", "value"]
    )
    func loud(form: String) async throws {
        let token = try corpus.token("access-token")
        let outcome = try await line.run(["jwt", "decode", "-", "-o", form], input: token + "\n")
        #expect(outcome.status == 0 && outcome.output.contains("NOT VERIFIED"))
        #expect(outcome.output.contains("someone"))
        let signature = try #require(token.split(separator: ".").last)
        #expect(!outcome.output.contains(signature))
    }

    @Test("header and claims, from standard input or as an argument, though the token is forged")
    func members() async throws {
        let token = try corpus.token("hs256-with-public-pem")
        for outcome in [
            try await line.run(["jwt", "decode", "-o", "json"], input: token),
            try await line.run("jwt", "decode", token, "-o", "json"),
        ] {
            let object = try outcome.json
            #expect(
                object["verified"] as? Bool == false && Set(object.keys) == ["verified", "warning", "header", "claims"]
            )
            #expect((object["header"] as? [String: Any])?["alg"] as? String == "HS256")
            #expect((object["claims"] as? [String: Any])?["token_use"] as? String == "access")
        }
    }

    @Test(
        "text that is no token: exit 65 and the code",
        arguments: [
            ("", "malformed"), ("nonsense", "malformed"), ("a.b.c", "malformed"),
            ("Bearer e30.e30.AA", "malformed"), ("e30.e30.AA\n\n", "malformed"),
            (String(repeating: "A", count: 16_385), "tooLarge"), (String(repeating: "A", count: 200_000), "tooLarge"),
        ]
    )
    func noToken(text: String, code: String) async throws {
        let outcome = try await line.run(["jwt", "decode", "-", "-o", "json"], input: text)
        #expect(outcome.status == 65)
        #expect(try outcome.json["code"] as? String == code && outcome.json["verified"] as? Bool == false)
    }

    @Test("a hostile token moves no cursor")
    func escapes() async throws {
        let token = try corpus.token("kid-terminal-escape")
        for form in ["table", "json", "yaml"] {
            let outcome = try await line.run(["jwt", "decode", "-", "-o", form], input: token)
            #expect(outcome.status == 0 && !outcome.output.utf8.contains(0x1b), "\(form)")
        }
    }

    @Test("the keys of a file are listed with their sizes")
    func keys() async throws {
        let path = try line.file("keys.json", corpus.keys())
        let outcome = try await line.run("jwt", "jwks", "--jwks", path, "--pool-id", corpus.poolID, "-o", "ndjson")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let keys = try outcome.lines
        #expect(keys.count == 2 && keys.allSatisfy { $0["usable"] as? Bool == true && $0["bits"] as? Int == 2048 })
        #expect(try await line.run("jwt", "jwks", "--jwks", path, "-o", "ndjson").lines.count == 3)
        #expect(try await line.run("jwt", "jwks", "--jwks", path).output.contains("us-east-1_TestPool1"))
    }

    @Test("keys that are not used are listed with the reason, and a private one loudly")
    func unusable() async throws {
        let keys = """
            {"keys":[{"kty":"EC","kid":"elliptic"},{"kty":"RSA","kid":"open","n":"AQAB","e":"AQAB","d":"AQAB"},{"kid":"\\u001b[2J"}]}
            """
        let path = try line.file("keys.json", keys)
        let outcome = try await line.run("jwt", "jwks", "--jwks", path, "-o", "ndjson")
        #expect(outcome.status == 0)
        let rows = try outcome.lines
        #expect(rows.map { $0["kid"] as? String } == ["elliptic", "open", nil])
        #expect(rows.allSatisfy { $0["usable"] as? Bool == false && ($0["reason"] as? String)?.isEmpty == false })
        #expect(outcome.errors.contains("WARNING") && outcome.errors.contains("open"))
        let table = try await line.run("jwt", "jwks", "--jwks", path)
        #expect(table.output.contains("kty") && !table.output.utf8.contains(0x1b))
    }

    @Test("a key set that is none: exit 78", arguments: ["", "{}x", "[]", "{\"keys\":1}"])
    func noKeys(text: String) async throws {
        let outcome = try await line.run("jwt", "jwks", "--jwks", line.file("keys.json", text))
        #expect(outcome.status == 78 && outcome.output.isEmpty)
    }
}
