import Foundation
import TestSupport
import Testing

@Suite("userpool, bad input") struct BadInputTests {
    /// The options of a pool at `endpoint`.
    private func pool(at endpoint: String, id: String = "local_AbCdEfGhI") -> [String] {
        ["--pool-id", id, "--client-id", "1example23456789", "--endpoint", endpoint, "--timeout", "2s"]
    }

    /// A service that signs in and fails otherwise.
    private static func signingIn() throws -> LoopbackServer {
        let token = FakeToken.expiring(at: 4_102_444_800)
        let tokens = #"{"AccessToken":"\#(token)","RefreshToken":"r","TokenType":"Bearer"}"#
        let answer = #"{"AuthenticationResult":\#(tokens)}"#
        return try LoopbackServer { connection in
            connection.respondToAll { connection, request in
                let isSignIn = request.header("x-amz-target")?.hasSuffix("InitiateAuth") == true
                connection.respond(isSignIn ? 200 : 500, body: Array((isSignIn ? answer : "boom").utf8))
            }
        }
    }

    private func login(_ line: Shell, _ options: [String]) async throws -> Outcome {
        try await line.run(["login", "--user", "alice", "--password-stdin"] + options, input: "Passw0rd!\n")
    }

    @Test("a malformed pool id is a matter of usage, before any call")
    func malformedPoolID() async throws {
        let server = try LoopbackServer { $0.waitForPeerToClose() }
        let outcome = try await login(Shell(), pool(at: server.url, id: "nonsense"))
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("pool id") && server.connectionCount == 0)
    }

    @Test("without a pool the configuration is incomplete, and the message says how to give one")
    func noPool() async throws {
        let outcome = try await login(Shell(), [])
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("--pool-id") && outcome.errors.contains("USERPOOL_POOL_CLIENT_ID"))
    }

    @Test("an endpoint where nobody listens")
    func unreachable() async throws {
        let outcome = try await login(Shell(), pool(at: "http://127.0.0.1:\(LoopbackServer.unusedPort())"))
        #expect(outcome.status == 69 && outcome.output.isEmpty && outcome.errors.contains("cannot be reached"))
    }

    @Test(
        "answers that make no sense",
        arguments: [
            (200, "<html>hello</html>", "upstreamError"), (500, "boom", "upstreamError"), (503, "", "upstreamError"),
            (200, String(repeating: "x", count: (1 << 20) + 1), "upstreamError"), (200, "[1]", "upstreamError"),
        ]
    )
    func nonsense(status: Int, body: String, code: String) async throws {
        let server = try LoopbackServer { connection in
            connection.respondToAll { connection, _ in connection.respond(status, body: Array(body.utf8)) }
        }
        let outcome = try await login(Shell(), pool(at: server.url) + ["-o", "json"])
        #expect(outcome.status == 69 && outcome.output.isEmpty)
        let problem = try Outcome(status: 0, output: outcome.errors, errors: "").json
        #expect(problem["code"] as? String == code, "\(outcome.errors)")
    }

    @Test("a certificate that has expired, and one of an authority that nobody named")
    func certificates() async throws {
        let certificates = try Certificates.shared.get()
        let trusting = ["--ca-file", certificates.authorityPath]
        for (kind, options) in [(Certificates.Kind.expired, trusting), (.good, [])] {
            let server = try TLSServer(kind)
            let outcome = try await login(Shell(), pool(at: "https://127.0.0.1:\(server.port)") + options)
            #expect(outcome.status == 69 && outcome.output.isEmpty)
            #expect(outcome.errors.contains("certificate"), "\(outcome.errors)")
        }
        // The right one passes; what the server says then is no answer of the service.
        let server = try TLSServer(.good)
        let outcome = try await login(Shell(), pool(at: "https://127.0.0.1:\(server.port)") + trusting)
        #expect(outcome.status == 69 && !outcome.errors.contains("certificate"), "\(outcome.errors)")
    }

    @Test("a failure loses nothing: the session that was kept is there afterwards")
    func nothingLost() async throws {
        let line = try Shell()
        let token = FakeToken.expiring(at: 4_102_444_800)
        let server = try Self.signingIn()
        let options = pool(at: server.url)
        #expect(try await login(line, options + ["--flow", "password"]).status == 0)
        let kept = try line.sessionFiles()
        #expect(!kept.isEmpty)
        #expect(try await line.run(["profile", "get"] + options).status == 69)
        #expect(try await line.run(["login", "--continue", "--code", "1"] + options).status == 77)
        #expect(try line.sessionFiles() == kept)
        #expect(try await line.run(["token", "access"] + options).output == token + "\n")
    }

    @Test("sessions that others could read are refused, damaged ones are named")
    func looseFile() async throws {
        let line = try Shell()
        let server = try Self.signingIn()
        let options = pool(at: server.url)
        #expect(try await login(line, options + ["--flow", "password"]).status == 0)
        let files = FileManager.default
        for path in try line.sessionFiles().keys {
            try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        }
        let loose = try await line.run(["token", "access"] + options)
        #expect(loose.status == 74 && loose.output.isEmpty, "\(loose.errors)")
        for path in try line.sessionFiles().keys {
            try Data("{".utf8).write(to: URL(filePath: path))
            try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
        let damaged = try await line.run(["token", "access"] + options)
        #expect(damaged.status == 74 && damaged.errors.contains("damaged"), "\(damaged.errors)")
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: line.sessionsFolder.path)
        let open = try await line.run(["token", "access"] + options)
        #expect(open.status == 74 && open.output.isEmpty, "\(open.errors)")
    }

    @Test("without a terminal nothing is asked, and the message names the option")
    func noTerminal() async throws {
        let outcome = try await Shell().run(["login", "--user", "alice"] + pool(at: "http://127.0.0.1:1"))
        #expect(outcome.status == 64 && outcome.errors.contains("--password-stdin"))
    }

    @Test("nobody is signed in: exit 77", arguments: [["whoami"], ["token", "id"], ["profile", "get"]])
    func nobody(command: [String]) async throws {
        #expect(try await Shell().run(command + pool(at: "http://127.0.0.1:1")).status == 77)
    }

    @Test("a password cannot be an argument", arguments: ["--password", "--new-password", "--client-secret"])
    func noSecretArguments(option: String) async throws {
        let outcome = try await Shell().run(["login", "--user", "alice", option, "x"] + pool(at: "http://127.0.0.1:1"))
        #expect(outcome.status == 64)
    }

    @Test("a raw call shows no secret on the command line")
    func rawSecret() async throws {
        let outcome = try await Shell().run("api", "GetUser", "--region", "local", "--json", "{\"AccessToken\":\"x\"}")
        #expect(outcome.status == 64 && outcome.errors.contains("AccessToken"))
    }

    @Test(
        "a raw call is checked before it is sent",
        arguments: [
            ["api", "NoSuchOperation"], ["api", "ListUserPols", "--json", "{}"],
            ["api", "ListUserPools", "--json", "{}"],
            ["api"],
        ]
    )
    func rawUsage(arguments: [String]) async throws {
        let outcome = try await Shell(["HOME": "/dev/null/none"]).run(arguments)
        #expect(outcome.status == 64 && outcome.output.isEmpty)
    }
}
