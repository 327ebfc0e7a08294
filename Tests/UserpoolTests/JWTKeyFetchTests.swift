import Foundation
import TestSupport
import Testing

@Suite("userpool jwt, keys over the network") struct JWTKeyFetchTests {
    private let corpus: TokenCorpus

    init() throws {
        corpus = try TokenCorpus()
    }

    /// Options for the corpus' access tokens, with keys from `place`.
    private func options(keysAt place: String?) -> [String] {
        ["--pool-id", corpus.poolID, "--client-id", "1exampleclientid000000001", "--use", "access", "-o", "json"]
            + ["--at", "\(corpus.now)"] + (place.map { ["--jwks", $0] } ?? [])
    }

    @Test("tokens of a local pool are verified with the keys that it publishes")
    func localPool() async throws {
        let (line, target) = (try Shell(), try await LocalTarget())
        let signedIn = try await signIn(line, target)
        let (access, id) = (try #require(signedIn["accessToken"]), try #require(signedIn["idToken"]))

        #expect(try await verify(line, access, ["--use", "access"] + target.options).code == nil)
        #expect(try await verify(line, id, ["--use", "id"] + target.options).code == nil)
        #expect(try await verify(line, id, ["--use", "access"] + target.options).code == "tokenUse")
        let named = ["--pool-id", target.poolID, "--client-id", target.clientID, "--issuer", target.issuer]
        #expect(try await verify(line, access, ["--use", "access"] + named).code == nil)
        let another = ["--pool-id", target.poolID, "--client-id", target.clientID, "--issuer", "\(target.endpoint)/x"]
        #expect(try await verify(line, access, ["--use", "access"] + another).code == "issuer")

        let tampered = String(access.dropLast(8)) + (access.hasSuffix("AAAAAAAA") ? "AAAAAAAQ" : "AAAAAAAA")
        #expect(try await verify(line, tampered, ["--use", "either"] + target.options).code == "signature")
        let parts = access.split(separator: ".")
        let others = id.split(separator: ".")
        let mixed = [parts[0], others[1], parts[2]].joined(separator: ".")
        #expect(try await verify(line, mixed, ["--use", "either"] + target.options).code == "signature")

        let batch = try await line.run(
            ["jwt", "verify", "--batch", "--use", "either"] + target.options,
            input: [access, id, tampered, access].map { $0 + "\n" }.joined()
        )
        #expect(try batch.status == 77 && batch.lines.map { $0["code"] as? String } == [nil, nil, "signature", nil])

        let keys = try await line.run(["jwt", "jwks", "-o", "ndjson"] + target.options)
        #expect(try keys.status == 0 && keys.lines.allSatisfy { $0["usable"] as? Bool == true })
        #expect(try !keys.lines.isEmpty)
    }

    @Test("keys that cannot be had are no verdict: exit 69, unless another line of the batch is invalid")
    func unavailable() async throws {
        let line = try Shell()
        let target = try await LocalTarget()
        let (options, tokens) = (target.options, try await signIn(line, target))
        let access = try #require(tokens["accessToken"])
        target.end()
        let single = try await line.run(["jwt", "verify", "--use", "access"] + options, input: access)
        #expect(single.status == 69 && single.output.isEmpty && !single.errors.isEmpty)
        let batch = try await line.run(
            ["jwt", "verify", "--batch", "--use", "access"] + options,
            input: "x\n\(access)\ny\n"
        )
        #expect(batch.status == 77)
        #expect(try batch.lines.map { $0["code"] as? String } == ["malformed", "keysUnavailable", "malformed"])
        let unjudged = try await line.run(
            ["jwt", "verify", "--batch", "--use", "access"] + options,
            input: "\(access)\n"
        )
        #expect(unjudged.status == 69)
        #expect(try await line.run(["jwt", "jwks"] + options).status == 69)
    }

    @Test("the keys of --jwks may be at an address, by pool or alone", arguments: [true, false])
    func address(isByPool: Bool) async throws {
        let keys = Array(try corpus.keys(of: isByPool ? nil : corpus.poolID).utf8)
        let server = try LoopbackServer { $0.respondToAll { connection, _ in connection.respond(body: keys) } }
        let line = try Shell()
        let place = "\(server.url)/keys.json"
        #expect(try await verify(line, corpus.token("access-token"), options(keysAt: place)).code == nil)
        #expect(try await verify(line, corpus.token("signature-bit-flip"), options(keysAt: place)).code == "signature")
        let listed = try await line.run("jwt", "jwks", "--jwks", place, "-o", "ndjson")
        #expect(try listed.status == 0 && listed.lines.count == (isByPool ? 3 : 2))
    }

    @Test(
        "an address that answers with anything but a key set: exit 69",
        arguments: [
            (200, "<html>hello</html>", ""), (200, "[]", ""), (200, "{\"keys\":1}", ""), (404, "{\"keys\":[]}", ""),
            (500, "boom", ""), (302, "", "Location: http://127.0.0.1:1/"),
            (200, String(repeating: " ", count: 200_000) + "{\"keys\":[]}", ""),
        ]
    )
    func nonsense(status: Int, body: String, header: String) async throws {
        let server = try LoopbackServer { connection in
            connection.respondToAll { connection, _ in
                connection.respond(status, headers: header.isEmpty ? [] : [header], body: Array(body.utf8))
            }
        }
        let outcome = try await Shell().run(["jwt", "verify"] + options(keysAt: server.url), input: "x")
        #expect(outcome.status == 69 && outcome.output.isEmpty, "\(outcome.output) \(outcome.errors)")
        #expect(try await Shell().run("jwt", "jwks", "--jwks", server.url).status == 69)
    }

    @Test("nobody there: exit 69; an address that nobody should ask: exit 64")
    func nobody() async throws {
        let closed = "http://127.0.0.1:\(try LoopbackServer.unusedPort())/keys.json"
        #expect(try await Shell().run(["jwt", "verify"] + options(keysAt: closed), input: "x").status == 69)
        for place in ["http://192.0.2.1/keys.json", "https://user@127.0.0.1/keys.json"] {
            #expect(
                try await Shell().run(["jwt", "verify"] + options(keysAt: place), input: "x").status == 64,
                "\(place)"
            )
        }
    }

    @Test("a local pool whose address is not known is a matter of usage")
    func unknownAddress() async throws {
        let pool = ["--pool-id", "local_AbCdEfGhI", "--client-id", "c", "--use", "id"]
        let outcome = try await Shell().run(["jwt", "verify"] + pool, input: "x")
        #expect(outcome.status == 64 && outcome.errors.contains("--issuer"))
        #expect(try await Shell().run("jwt", "jwks", "--pool-id", "local_AbCdEfGhI").status == 64)
        #expect(try await Shell().run("jwt", "jwks").status == 78)
        #expect(try await Shell().run("jwt", "jwks", "--pool-id", "nonsense").status == 64)
    }

    @Test("a token does not choose what is fetched, and a bad one fetches nothing")
    func nothingFetched() async throws {
        let proxy = try LoopbackServer { $0.waitForPeerToClose() }
        let line = try Shell(["USERPOOL_UPSTREAM_PROXY": proxy.url])
        let names = ["jku", "x5u", "iss-drives-fetch", "alg-none-none", "form-two-parts", "iss-other-pool"]
        let tokens = try names.map { try corpus.token($0) + "\n" }.joined()
        let outcome = try await line.run(["jwt", "verify", "--batch"] + options(keysAt: nil), input: tokens)
        #expect(try outcome.status == 77 && outcome.lines.count == names.count)
        #expect(proxy.connectionCount == 0)
        // A token that could be good does ask, so the proxy would have seen the others.
        #expect(
            try await line.run(["jwt", "verify"] + options(keysAt: nil), input: corpus.token("access-token")).status
                == 69
        )
        #expect(proxy.connectionCount > 0)
    }

    private func verify(
        _ line: Shell,
        _ token: String,
        _ options: [String]
    ) async throws -> (status: Int32, code: String?) {
        let outcome = try await line.run(["jwt", "verify", "-", "-o", "json"] + options, input: token + "\n")
        let verdict = try outcome.json
        #expect(outcome.status == (verdict["valid"] as? Bool == true ? 0 : 77), "\(outcome.errors)")
        return (outcome.status, verdict["code"] as? String)
    }

    /// Signs a user up and in; returns the tokens by their names.
    private func signIn(_ line: Shell, _ target: LocalTarget) async throws -> [String: String] {
        let password = try line.file("password", "Passw0rd!\n")
        let user = ["--user", "alice"]
        let signUp = ["signup", "new", "--password-file", password, "--attribute", "email=alice@example.com"]
        #expect(try await line.run(signUp + user + target.options).status == 0)
        let code = try await target.code(for: "alice")
        #expect(try await line.run(["signup", "confirm", "--code", code] + user + target.options).status == 0)
        let login = ["login", "--password-file", password, "-o", "json"] + user + target.options
        return try #require(try await line.run(login).json["tokens"] as? [String: Any]).compactMapValues {
            $0 as? String
        }
    }
}
