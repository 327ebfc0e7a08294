import Foundation
import TestSupport
import Testing

/// A pool that commands can sign up and in at.
protocol CommandTarget: Sendable {
    /// The options that name the pool.
    var options: [String] { get }
    /// Whether a wrong password is refused; moto takes any proof.
    var checksPasswords: Bool { get }

    /// The code that was sent to a user.
    func code(for username: String) throws -> String
}

/// A pool of moto's, made with `userpool api`.
struct MotoTarget: CommandTarget {
    let options: [String]
    let checksPasswords = false
    private let server: MotoServer

    init() throws {
        server = try MotoServer()
        let line = try Shell([
            "AWS_ACCESS_KEY_ID": server.accessKeyID, "AWS_SECRET_ACCESS_KEY": server.secretAccessKey,
            "AWS_REGION": "us-east-1", "USERPOOL_POOL_ENDPOINT": server.url,
        ])
        let pool = try line.run("api", "CreateUserPool", "--json", "{\"PoolName\":\"p\"}").json
        let poolID = try #require((pool["UserPool"] as? [String: Any])?["Id"] as? String)
        let request = "{\"UserPoolId\":\"\(poolID)\",\"ClientName\":\"c\"}"
        let client = try line.run("api", "CreateUserPoolClient", "--json", "-", input: request).json
        let clientID = try #require((client["UserPoolClient"] as? [String: Any])?["ClientId"] as? String)
        options = ["--pool-id", poolID, "--client-id", clientID, "--endpoint", server.url]
    }

    func code(for username: String) -> String { "123456" }
}

@Suite("userpool, the forms that scripts rely on") struct FormTests {
    @Test("sign up, confirm and sign in at moto: the wire format is right")
    func moto() throws {
        try signUpAndIn(at: MotoTarget())
    }

    @Test("ListUserPools reaches moto signed, and a wrong key is refused")
    func signedCall() throws {
        let server = try MotoServer(verifiesSignatures: true)
        func list(secret: String) throws -> Outcome {
            try Shell([
                "AWS_ACCESS_KEY_ID": server.accessKeyID, "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": "us-east-1",
            ]).run("api", "ListUserPools", "--json", "{\"MaxResults\":10}", "--endpoint", server.url)
        }
        let listed = try list(secret: server.secretAccessKey)
        #expect(listed.status == 0)
        #expect(try listed.json["UserPools"] as? [String] == [])
        let refused = try list(secret: "another")
        #expect(refused.status != 0 && refused.output.isEmpty)
        let unsigned = try Shell().run(
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
    func everyOperation() throws {
        let outcome = try Shell().run("api", "--list", "-o", "ndjson")
        #expect(outcome.status == 0)
        #expect(outcome.output.split(separator: "\n").count == 141 + 23)
    }

    @Test("the exit codes are shown")
    func exitCodes() throws {
        for arguments in [["exit-codes"], ["help", "exit-codes"]] {
            let outcome = try Shell().run(arguments)
            #expect(outcome.status == 0)
            for code in ["64", "65", "69", "74", "75", "77", "78", "130"] {
                #expect(outcome.output.contains(code))
            }
        }
    }

    private func signUpAndIn(at target: some CommandTarget) throws {
        let line = try Shell()
        let password = try line.file("password", "Passw0rd!\n")
        let signUp = try line.run(
            ["signup", "new", "--user", "alice", "--password-file", password, "--attribute", "email=alice@example.com"]
                + ["-o", "json"] + target.options
        )
        #expect(signUp.status == 0, "\(signUp.errors)")
        #expect(try signUp.json["confirmed"] as? Bool == false)
        let again = try line.run(
            ["signup", "new", "--user", "alice", "--password-file", password, "-o", "json"] + target.options
        )
        #expect(again.status == 65 && again.errors.contains("usernameTaken"))

        let code = try target.code(for: "alice")
        let confirmed = try line.run(["signup", "confirm", "--user", "alice", "--code", code] + target.options)
        #expect(confirmed.status == 0, "\(confirmed.errors)")

        let login = try line.run(
            ["login", "--user", "alice", "--password-stdin", "-o", "json"] + target.options,
            input: "Passw0rd!\n"
        )
        #expect(login.status == 0, "\(login.errors)")
        let signedIn = try login.json
        #expect(signedIn["status"] as? String == "signedIn")
        let accessToken = try #require((signedIn["tokens"] as? [String: Any])?["accessToken"] as? String)

        let facts = try FileManager.default.attributesOfItem(atPath: line.sessionsFile)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        #expect(try line.run(["token", "access"] + target.options).output == accessToken + "\n")
        #expect(try line.run(["whoami", "-o", "json"] + target.options).json["cognito:username"] as? String == "alice")
        #expect(
            try line.run(["whoami", "--online", "-o", "json"] + target.options).json["username"] as? String == "alice"
        )
        let profile = try line.run(["profile", "get", "-o", "json"] + target.options).json
        #expect((profile["attributes"] as? [String: Any])?["email"] as? String == "alice@example.com")

        let wrong = try line.run(
            ["login", "--user", "alice", "--password-stdin", "-o", "json"] + target.options,
            input: "Wr0ng-Passw0rd!\n"
        )
        #expect(wrong.status == (target.checksPasswords ? 77 : 0))
    }
}
