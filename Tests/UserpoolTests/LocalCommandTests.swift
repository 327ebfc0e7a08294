import Foundation
import TestSupport
import Testing

@Suite("userpool local, with a pool that runs") struct LocalCommandTests {
    private let line: Shell
    private let target: LocalTarget

    init() async throws {
        line = try Shell()
        target = try await LocalTarget()
    }

    /// Runs a command of `userpool local`.
    private func local(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await line.run(["local"] + arguments + ["--endpoint", target.endpoint], input: input)
    }

    private func signUp(_ user: String) async throws {
        let password = try line.file("password", "Passw0rd!\n")
        let command = ["signup", "new", "--user", user, "--password-file", password]
        let signUp = try await line.run(command + ["--attribute", "email=\(user)@example.com"] + target.options)
        #expect(signUp.status == 0, "\(signUp.errors)")
    }

    @Test("info shows the pool; where none answers it says so")
    func info() async throws {
        let info = try await local("info", "-o", "json").json
        #expect(info["endpoint"] as? String == target.endpoint)
        #expect(info["mode"] as? String == "lenient")
        let port = try LoopbackServer.unusedPort()
        let nobody = try await line.run("local", "info", "--endpoint", "http://127.0.0.1:\(port)")
        #expect(nobody.status == 69 && nobody.output.isEmpty)
        let other = try LoopbackServer { $0.respondToAll { connection, _ in connection.respond(body: [0x3c]) } }
        #expect(try await line.run("local", "info", "--endpoint", other.url).status == 69)
        #expect(try await line.run("local", "info", "--endpoint", "ftp://127.0.0.1").status == 64)
    }

    @Test("a strict pool says so, and takes no fixed code")
    func strict() async throws {
        let refused = try await line.run("local", "start", "--port", "0", "--strict", "--fixed-code", "123456")
        #expect(refused.status == 64 && refused.output.isEmpty)
        let pool = try SpawnedProcess(
            Shell.program.path,
            ["local", "start", "--port", "0", "--strict", "-o", "json"],
            environment: ["HOME": "/dev/null/none"]
        )
        let facts = try Outcome(status: 0, output: await pool.readLine(), errors: "").json
        let endpoint = try #require(facts["endpoint"] as? String)
        let info = try await line.run("local", "info", "-o", "json", "--endpoint", endpoint)
        #expect(try info.json["mode"] as? String == "strict")
        let administrator = try Shell(["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"])
        let signed = try await administrator.run(
            ["api", "ListUserPools", "--json", "{\"MaxResults\":1}", "--endpoint", endpoint, "--region", "local"]
        )
        #expect(signed.status == 0, "\(signed.errors)")
    }

    @Test("a code is printed alone, once; then there is none, and 75 says that one may come")
    func code() async throws {
        try await signUp("alice")
        let code = try await local("code", "alice", "--wait", "10s")
        #expect(code.output.wholeMatch(of: /[0-9]{6}\n/) != nil, "\(code.errors)")
        let none = try await local("code", "alice", "--wait", "1ms")
        #expect(none.status == 75 && none.output.isEmpty && none.errors.contains("No code came in time"))
        try await signUp("bob")
        let whole = try await local("code", "bob", "-o", "json", "--pool", target.poolID).json
        #expect(whole["destination"] as? String == "bob@example.com")
        #expect(try await local("code", "bob", "--pool", "local_Unknown").status == 65)
        #expect(try await local("code", "bob", "--wait", "soon").status == 65)
    }

    @Test("the inbox shows messages by receiver and kind, and forgets them")
    func inbox() async throws {
        try await signUp("alice")
        try await signUp("bob")
        let whole = try await local("inbox", "-o", "json").json["messages"] as? [[String: Any]]
        #expect(whole?.compactMap { $0["username"] as? String } == ["alice", "bob"])
        let row = try await local("inbox", "--to", "bob", "--kind", "signUp")
        #expect(row.output.split(separator: "\n").count == 2 && row.output.contains("bob@example.com"))
        #expect(try await local("inbox", "--to", "alice", "--delete").status == 0)
        let left = try await local("inbox", "-o", "json").json["messages"] as? [[String: Any]]
        #expect(left?.count == 1)
        #expect(try await local("inbox", "--delete", "--wait", "1s").status == 64)
        #expect(try await local("inbox", "--wait", "forever").status == 65)
    }

    @Test("totp shows what an authenticator app would; nobody has one unasked")
    func totp() async throws {
        let seed = try line.file(
            "seed.yaml",
            "users:\n  - {username: carol, password: Passw0rd!, totpSecret: JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP}\n"
        )
        #expect(try await local("seed", seed).status == 0)
        _ = try await local("clock", "--set", "2030-01-01T00:00:10Z", "--freeze")
        let code = try await local("totp", "carol")
        #expect(code.output.wholeMatch(of: /[0-9]{6}\n/) != nil, "\(code.errors)")
        let whole = try await local("totp", "carol", "-o", "json").json
        #expect(whole["code"] as? String == code.output.trimmingCharacters(in: .newlines))
        #expect(whole["secondsLeft"] as? Int == 20)
        try await signUp("alice")
        let none = try await local("totp", "alice")
        #expect(none.status == 65 && none.output.isEmpty)
    }

    @Test("the clock is turned, held and let go")
    func clock() async throws {
        let held = try await local("clock", "--set", "2030-01-01T00:00:00Z", "--freeze", "-o", "json").json
        #expect(held["now"] as? String == "2030-01-01T00:00:00.000Z" && held["frozen"] as? Bool == true)
        let later = try await local("clock", "--advance", "1h", "-o", "json").json
        #expect(later["now"] as? String == "2030-01-01T01:00:00.000Z" && later["frozen"] as? Bool == true)
        #expect(try await local("clock", "-o", "json").json["now"] as? String == "2030-01-01T01:00:00.000Z")
        #expect(try await local("clock", "--reset", "-o", "json").json["offset"] as? String == "0s")
        for wrong in [["--advance", "soon"], ["--set", "tomorrow"], ["--reset", "--freeze"]] {
            #expect(try await line.run(["local", "clock"] + wrong).status == 64, "\(wrong)")
        }
        #expect(try await local("clock", "--set", "0001-01-01T00:00:00Z").status == 65)
    }

    @Test("chaos rules are added, shown and cleared, and hold")
    func chaos() async throws {
        let throttling = ["--operation", "SignUp", "--error", "TooManyRequestsException", "-o", "ndjson"]
        let rule = try await line.run(["local", "chaos", "--endpoint", target.endpoint] + throttling)
        #expect(try rule.json["operation"] as? String == "SignUp")
        #expect(try await local("chaos", "--latency", "1ms", "-o", "ndjson").output.split(separator: "\n").count == 2)
        let password = try line.file("password", "Passw0rd!\n")
        let signUp = ["signup", "new", "--user", "alice", "--password-file", password]
        #expect(try await line.run(signUp + target.options).status == 75)
        #expect(try await local("chaos", "--clear", "-o", "json").output == "[]\n")
        #expect(try await line.run(signUp + target.options).status == 0)
        #expect(try await local("chaos", "--operation", "Nothing", "--latency", "1s").status == 65)
        #expect(try await local("chaos", "--clear", "--rate", "1").status == 64)
    }

    @Test("a reset forgets users, and asks first")
    func reset() async throws {
        try await signUp("alice")
        #expect(try await local("reset").status == 64, "nobody is there to ask")
        #expect(try await local("inbox", "-o", "value").output.isEmpty == false)
        #expect(try await local("reset", "--yes").status == 0)
        #expect(try await local("inbox", "-o", "value").output == "\n")
        try await signUp("alice")
    }

    @Test("a seed makes users, once; what makes no sense makes none")
    func seed() async throws {
        let users = try line.file(
            "users.ndjson",
            "{\"username\":\"a\",\"password\":\"Passw0rd!\"}\n{\"username\":\"b\"}\n"
        )
        let made = try await local("seed", users, "-o", "json")
        #expect(made.status == 0, "\(made.errors)")
        let again = try await local("seed", users, "-o", "json")
        #expect(again.status == 0 && again.output != made.output)
        let wrong = try line.file("wrong.yaml", "users:\n  - {name: alice}\n")
        #expect(try await local("seed", wrong).status == 65)
        #expect(try await local("seed", "/nowhere/seed.yaml").status == 74)
    }

    @Test("a snapshot brings back what a reset took; another program's file does not")
    func snapshot() async throws {
        try await signUp("alice")
        let folder = URL(filePath: try line.file("there", "")).deletingLastPathComponent()
        let file = folder.appending(path: "state.sqlite").path
        #expect(try await local("snapshot", "save", file).status == 0)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try await local("snapshot", "save", file).status == 74, "it is there already")
        #expect(try await local("reset", "--yes").status == 0)
        #expect(try await local("snapshot", "load", file).status == 64, "nobody is there to ask")
        #expect(try await local("snapshot", "load", file, "--yes").status == 0)
        #expect(try await local("code", "alice").status == 0)
        let foreign = try line.file("foreign", "no database")
        #expect(try await local("snapshot", "load", foreign, "--yes").status == 65)
        #expect(try await local("snapshot", "load", "/nowhere/state", "--yes").status == 74)
    }
}
