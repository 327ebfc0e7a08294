import CurlTransport
import Foundation
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

/// A pool that commands can sign up and in at.
protocol CommandTarget: Sendable {
    /// The options that name the pool.
    var options: [String] { get }
    /// Whether a wrong password is refused; moto takes any proof.
    var checksPasswords: Bool { get }

    /// The code that was sent to a user.
    func code(for username: String) async throws -> String
}

/// A pool that `userpool local start` runs.
struct LocalTarget: CommandTarget {
    let options: [String]
    let checksPasswords = true
    let endpoint: String
    let poolID: String
    let clientID: String
    let issuer: String
    private let process: SpawnedProcess

    init() async throws {
        process = try SpawnedProcess(
            Shell.program.path,
            ["local", "start", "--port", "0", "-o", "json"],
            environment: ["HOME": "/dev/null/none"]
        )
        let line = try await process.readLine()
        let facts = try Outcome(status: 0, output: line, errors: "").json
        endpoint = try #require(facts["endpoint"] as? String)
        poolID = try #require(facts["poolId"] as? String)
        clientID = try #require(facts["clientId"] as? String)
        issuer = try #require(facts["issuer"] as? String)
        options = ["--pool-id", poolID, "--client-id", clientID, "--endpoint", endpoint]
        #expect(issuer.hasPrefix(endpoint) && (facts["jwksUri"] as? String)?.hasPrefix(issuer) == true)
    }

    /// Ends the pool.
    func end() { process.terminate() }

    func code(for username: String) async throws -> String {
        let request = try TransportRequest(
            method: .get,
            url: "\(endpoint)/_local/codes/\(username)?wait=5s",
            headers: [("Accept", "text/plain")]
        )
        let answer = try await CurlTransport().send(request)
        return String(decoding: answer.body, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// A pool of moto's, made with `userpool api`.
struct MotoTarget: CommandTarget {
    let options: [String]
    let checksPasswords = false
    private let server: MotoServer

    init() async throws {
        server = try await onOwnThread { try MotoServer() }
        let line = try Shell([
            "AWS_ACCESS_KEY_ID": server.accessKeyID, "AWS_SECRET_ACCESS_KEY": server.secretAccessKey,
            "AWS_REGION": "us-east-1", "USERPOOL_POOL_ENDPOINT": server.url,
        ])
        let pool = try await line.run("api", "CreateUserPool", "--json", "{\"PoolName\":\"p\"}").json
        let poolID = try #require((pool["UserPool"] as? [String: Any])?["Id"] as? String)
        let request = "{\"UserPoolId\":\"\(poolID)\",\"ClientName\":\"c\"}"
        let client = try await line.run("api", "CreateUserPoolClient", "--json", "-", input: request).json
        let clientID = try #require((client["UserPoolClient"] as? [String: Any])?["ClientId"] as? String)
        options = ["--pool-id", poolID, "--client-id", clientID, "--endpoint", server.url]
    }

    func code(for username: String) -> String { "123456" }
}

@Suite("userpool, the forms that scripts rely on") struct FormTests {
    @Test("sign up, confirm and sign in at moto: the wire format is right")
    func moto() async throws {
        try await signUpAndIn(at: MotoTarget())
    }

    @Test("the same commands at the local pool: the cryptography is right too")
    func localPool() async throws {
        try await signUpAndIn(at: LocalTarget())
    }

    @Test("a forgotten password is reset with the code, and a changed one signs in")
    func passwords() async throws {
        let (line, target) = (try Shell(), try await LocalTarget())
        let password = try line.file("password", "Passw0rd!\n")
        let signUp = [
            "signup", "new", "--user", "bob", "--password-file", password, "--attribute", "email=bob@example.com",
        ]
        #expect(try await line.run(signUp + target.options).status == 0)
        let code = try await target.code(for: "bob")
        let wrong = try await line.run(
            ["signup", "confirm", "--user", "bob", "--code", code == "000000" ? "000001" : "000000"] + target.options
        )
        #expect(wrong.status == 65)
        #expect(
            try await line.run(["signup", "confirm", "--user", "bob", "--code", code] + target.options).status == 0
        )

        #expect(try await line.run(["password", "forgot", "--user", "bob"] + target.options).status == 0)
        let reset = ["password", "reset", "--user", "bob", "--code", try await target.code(for: "bob")]
        let weak = try await line.run(reset + ["--new-password-stdin"] + target.options, input: "weak\n")
        #expect(weak.status == 65)
        #expect(
            try await line.run(reset + ["--new-password-stdin"] + target.options, input: "N3w-Passw0rd!\n").status == 0
        )

        let login = ["login", "--user", "bob", "--password-stdin"] + target.options
        #expect(try await line.run(login, input: "Passw0rd!\n").status == 77)
        #expect(try await line.run(login, input: "N3w-Passw0rd!\n").status == 0)
        let change = try await line.run(
            ["password", "change", "--current-password-file", line.file("current", "N3w-Passw0rd!\n")]
                + ["--new-password-file", line.file("new", "An0ther-Passw0rd!\n")] + target.options
        )
        #expect(change.status == 0, "\(change.errors)")
        #expect(try await line.run(login, input: "An0ther-Passw0rd!\n").status == 0)
    }

    @Test("a new password that the pool asks for is given in another process, with --continue")
    func continued() async throws {
        let (line, target) = (try Shell(awsEnvironment), try await LocalTarget())
        let request = """
            {"UserPoolId":"\(target.options[1])","Username":"carol","TemporaryPassword":"T3mporary!","MessageAction":"SUPPRESS"}
            """
        let created = try await line.run(["api", "AdminCreateUser", "--json", "-"] + target.options, input: request)
        #expect(created.status == 0, "\(created.errors)")
        let login = ["login", "--user", "carol", "--password-stdin", "-o", "json"] + target.options
        let begun = try await line.run(login, input: "T3mporary!\n")
        #expect(begun.signInStatus == "challenge" && begun.challengeType == "newPassword")
        #expect(try begun.challenge["expiresAt"] is Int)
        let misfit = try await line.run(["login", "--continue", "--code", "1"] + target.options)
        #expect(misfit.status == 65)
        let answer = ["login", "--continue", "--new-password-stdin", "-o", "json"] + target.options
        #expect(try await line.run(answer, input: "Passw0rd!\n").json["status"] as? String == "signedIn")
        let spent = try await line.run(answer, input: "Passw0rd!\n")
        #expect(spent.status == 77 && spent.output.isEmpty)
    }

    private let awsEnvironment = [
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "local",
    ]

    @Test("ListUserPools reaches moto signed, and a wrong key is refused")
    func signedCall() async throws {
        let server = try await onOwnThread { try MotoServer(verifiesSignatures: true) }
        func list(secret: String) async throws -> Outcome {
            try await Shell([
                "AWS_ACCESS_KEY_ID": server.accessKeyID, "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": "us-east-1",
            ]).run("api", "ListUserPools", "--json", "{\"MaxResults\":10}", "--endpoint", server.url)
        }
        let listed = try await list(secret: server.secretAccessKey)
        #expect(listed.status == 0)
        #expect(try listed.json["UserPools"] as? [String] == [])
        let refused = try await list(secret: "another")
        #expect(refused.status != 0 && refused.output.isEmpty)
        let unsigned = try await Shell().run(
            "api",
            "ListUserPools",
            "--json",
            "{\"MaxResults\":10}",
            "--region",
            "us-east-1",
            "--endpoint",
            server.url
        )
        #expect(unsigned.status == 78 && unsigned.errors.contains("AWS_ACCESS_KEY_ID"))
    }

    @Test("every operation can be called by name")
    func everyOperation() async throws {
        let outcome = try await Shell().run("api", "--list", "-o", "ndjson")
        #expect(outcome.status == 0)
        #expect(outcome.output.split(separator: "\n").count == 141 + 23)
    }

    @Test("the exit codes are shown")
    func exitCodes() async throws {
        for arguments in [["exit-codes"], ["help", "exit-codes"]] {
            let outcome = try await Shell().run(arguments)
            #expect(outcome.status == 0)
            for code in ["64", "65", "69", "74", "75", "77", "78", "130"] {
                #expect(outcome.output.contains(code))
            }
        }
    }

    private func signUpAndIn(at target: some CommandTarget) async throws {
        let line = try Shell()
        let password = try line.file("password", "Passw0rd!\n")
        let signUp = try await line.run(
            ["signup", "new", "--user", "alice", "--password-file", password, "--attribute", "email=alice@example.com"]
                + ["-o", "json"] + target.options
        )
        #expect(signUp.status == 0, "\(signUp.errors)")
        #expect(try signUp.json["confirmed"] as? Bool == false)
        let again = try await line.run(
            ["signup", "new", "--user", "alice", "--password-file", password, "-o", "json"] + target.options
        )
        #expect(again.status == 65 && again.errors.contains("usernameTaken"))

        let code = try await target.code(for: "alice")
        let confirmed = try await line.run(["signup", "confirm", "--user", "alice", "--code", code] + target.options)
        #expect(confirmed.status == 0, "\(confirmed.errors)")

        let login = try await line.run(
            ["login", "--user", "alice", "--password-stdin", "-o", "json"] + target.options,
            input: "Passw0rd!\n"
        )
        #expect(login.status == 0, "\(login.errors)")
        let signedIn = try login.json
        #expect(signedIn["status"] as? String == "signedIn")
        let accessToken = try #require((signedIn["tokens"] as? [String: Any])?["accessToken"] as? String)

        for path in try line.sessionFiles().keys {
            let facts = try FileManager.default.attributesOfItem(atPath: path)
            #expect(facts[.posixPermissions] as? Int == 0o600, "\(path)")
        }
        let folder = try FileManager.default.attributesOfItem(atPath: line.sessionsFolder.path)
        #expect(folder[.posixPermissions] as? Int == 0o700)
        #expect(try await line.run(["token", "access"] + target.options).output == accessToken + "\n")
        #expect(
            try await line.run(["whoami", "-o", "json"] + target.options).json["cognito:username"] as? String == "alice"
        )
        #expect(
            try await line.run(["whoami", "--online", "-o", "json"] + target.options).json["username"] as? String
                == "alice"
        )
        let profile = try await line.run(["profile", "get", "-o", "json"] + target.options).json
        #expect((profile["attributes"] as? [String: Any])?["email"] as? String == "alice@example.com")

        let wrong = try await line.run(
            ["login", "--user", "alice", "--password-stdin", "-o", "json"] + target.options,
            input: "Wr0ng-Passw0rd!\n"
        )
        #expect(wrong.status == (target.checksPasswords ? 77 : 0))
    }
}
