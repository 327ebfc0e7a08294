import Foundation
import TestSupport
import Testing

@Suite("userpool, what users do with their own account", .serialized) struct AccountCommandTests {
    private let line: Shell
    private let pool: SignInPool

    init() async throws {
        line = try Shell()
        pool = try await SignInPool()
    }

    /// Runs a command at the open pool.
    private func run(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await line.run(arguments + pool.options(), input: input)
    }

    private func signIn(_ user: String = "plain", _ shell: Shell? = nil) async throws {
        let command = ["login", "--user", user, "--password-stdin"] + pool.options()
        let outcome = try await (shell ?? line).run(command, input: SignInPool.password)
        #expect(outcome.status == 0 && outcome.output.contains("signedIn"), "\(outcome.output) \(outcome.errors)")
    }

    @Test("attributes are set, confirmed with the code, and removed")
    func profile() async throws {
        try await signIn()
        let set = try await run("profile", "set", "name=Plain", "email=new@example.com", "-o", "json")
        #expect(try set.json["changed"] as? [String] == ["email", "name"], "\(set.errors)")
        let pending = try (set.json["pending"] as? [[String: Any]])?.compactMap { $0["attribute"] as? String }
        #expect(pending == ["email"])
        let code = try await pool.sentCode("plain")
        let wrong = try await run("profile", "confirm", "email", "--code", SignInPool.wrong(code))
        #expect(wrong.status == 65 && wrong.output.isEmpty)
        #expect(try await run("profile", "confirm", "email", "--code", code).status == 0)
        let verify = try await run("profile", "verify", "phone_number", "-o", "json")
        #expect(try (verify.json["delivery"] as? [String: Any])?["medium"] as? String == "sms", "\(verify.errors)")
        #expect(try await run("profile", "verify", "name").status == 65)
        #expect(try await run("profile", "unset", "name").status == 0)
        let attributes = try await run("profile", "get", "-o", "json").json["attributes"] as? [String: Any]
        #expect(attributes?["name"] == nil && attributes?["email"] as? String == "new@example.com")
        #expect(try await run("profile", "set", "=x").status == 64)
        #expect(try await run("profile", "set").status == 64)
        #expect(try await run("profile", "confirm", "email").status == 64, "nobody is there to ask for the code")
    }

    @Test("a phone number changes, and goes with the second factor that needs it")
    func phone() async throws {
        try await signIn()
        #expect(try await run("mfa", "set", "--sms", "preferred").status == 0)
        let changed = try await run("profile", "phone", "+15555550123", "-o", "json")
        #expect(try changed.json["changed"] as? [String] == ["phone_number"], "\(changed.errors)")
        #expect(try await run("profile", "phone", "--remove").status == 0)
        let profile = try await run("profile", "get", "-o", "json").json
        #expect((profile["attributes"] as? [String: Any])?["phone_number"] == nil)
        #expect((profile["mfa"] as? [String: Any])?["enabled"] as? [String] == [])
        #expect(try await run("profile", "phone", "nonsense").status == 65)
        #expect(try await run("profile", "phone").status == 64)
        #expect(try await run("profile", "phone", "+15555550123", "--remove").status == 64)
    }

    @Test("deleting oneself is rehearsed, asked for, and final")
    func delete() async throws {
        try await signIn()
        let rehearsed = try await run("profile", "delete", "--dry-run", "-o", "json")
        #expect(try rehearsed.json["deleted"] as? Bool == false)
        #expect(try await run("profile", "delete").status == 64, "nobody is there to ask")
        let terminal = try line.terminal(["profile", "delete"] + pool.options())
        try await terminal.answer("Type yes: ", "no")
        #expect(try await terminal.waitForEnd().status == 130)
        #expect(try await run("profile", "get").status == 0, "nothing has happened yet")
        let agreed = try line.terminal(["profile", "delete"] + pool.options())
        try await agreed.answer("Delete plain from the pool", "yes")
        #expect(try await agreed.waitForEnd().status == 0)
        #expect(try await run("profile", "get").status == 77)
        let login = try await run("login", "--user", "plain", "--password-stdin", input: SignInPool.password)
        #expect(login.status == 65 && login.errors.contains("no such user"), "\(login.errors)")
    }

    @Test("second factors are shown, turned on and off; the others stay as they are")
    func factors() async throws {
        try await signIn()
        #expect(try await run("mfa", "status", "-o", "json").json["enabled"] as? [String] == [])
        let preferred = try await run("mfa", "set", "--email", "preferred", "--sms", "on", "-o", "json").json
        #expect(Set(preferred["enabled"] as? [String] ?? []) == ["sms", "email"])
        #expect(preferred["preferred"] as? String == "email")
        let off = try await run("mfa", "set", "--sms", "off", "-o", "json").json
        #expect(off["enabled"] as? [String] == ["email"] && off["preferred"] as? String == "email")
        let missing = try await run("mfa", "set", "--totp", "on", "-o", "json")
        #expect(missing.status == 65 && missing.output.isEmpty, "\(missing.errors)")
        #expect(try await run("mfa", "set", "--none", "-o", "json").json["enabled"] as? [String] == [])
        for wrong in [
            [], ["--none", "--sms", "on"], ["--sms", "maybe"], ["--sms", "preferred", "--email", "preferred"],
        ] {
            #expect(try await line.run(["mfa", "set"] + wrong + pool.options()).status == 64, "\(wrong)")
        }
    }

    @Test("an app is set up in two processes, and at a terminal")
    func app() async throws {
        try await signIn()
        let setup = try await run("mfa", "totp", "--issuer", "Example", "-o", "json").json
        #expect((setup["uri"] as? String)?.hasPrefix("otpauth://totp/Example:plain?secret=") == true)
        let code = try await pool.appCode(secret: #require(setup["secret"] as? String))
        #expect(try await run("mfa", "totp", "--code", SignInPool.wrong(code)).status == 65)
        let on = try await run("mfa", "totp", "--code", code, "--preferred", "-o", "json")
        #expect(try on.json["enabled"] as? [String] == ["totp"], "\(on.errors)")
        #expect(try on.json["preferred"] as? String == "totp")

        try await signIn("plain", line)
        let terminal = try line.terminal(["mfa", "totp", "--name", "telephone"] + pool.options())
        try await terminal.expect("Secret for your authenticator app: ")
        let secret = try await terminal.expectLine()
        try await terminal.expect("otpauth://totp/")
        try await terminal.answer("First code of the app: ", pool.appCode(secret: secret))
        let outcome = try await terminal.waitForEnd()
        #expect(outcome.status == 0 && outcome.output.contains("totp"), "\(outcome.errors)")
    }

    @Test("devices are listed in pages, remembered and forgotten")
    func devices() async throws {
        for _ in 0..<2 { try await signIn("plain", Shell()) }
        try await signIn()
        let whole = try await run("devices", "list", "-o", "json").json
        let devices = try #require(whole["devices"] as? [[String: Any]])
        #expect(devices.count == 3 && whole["next"] == nil)
        let here = try #require(devices.first { $0["here"] as? Bool == true }?["key"] as? String)
        var keys: [String] = []
        var next: String?
        repeat {
            let more = next.map { ["--after", $0] } ?? []
            let page = try await line.run(["devices", "list", "--limit", "2", "-o", "json"] + more + pool.options())
                .json
            keys += (page["devices"] as? [[String: Any]])?.compactMap { $0["key"] as? String } ?? []
            next = page["next"] as? String
        } while next != nil && keys.count < 10
        #expect(keys.count == 3 && Set(keys) == Set(devices.compactMap { $0["key"] as? String }))
        let table = try await run("devices", "list", "--limit", "2")
        #expect(table.output.split(separator: "\n").count == 3 && table.errors.contains("--after"))
        #expect(try await run("devices", "list", "--limit", "0").status == 64)

        #expect(try await run("devices", "remember", "--not").status == 0)
        #expect(try await run("devices", "remember", here).status == 0)
        #expect(try await run("devices", "remember", "local_unknown").status == 65)
        #expect(try await run("devices", "forget").status == 64, "nobody is there to ask")
        let rehearsed = try await run("devices", "forget", "--dry-run", "-o", "json")
        #expect(try rehearsed.json["forgotten"] as? Bool == false)
        let other = try #require(keys.first { $0 != here })
        #expect(try await run("devices", "forget", other, "--yes").status == 0)
        #expect(try await run("devices", "forget", other, "--yes").status == 65)
        let left = try await run("devices", "list", "-o", "json").json["devices"] as? [Any]
        #expect(left?.count == 2)
    }

    @Test("a logout ends the session for the service too, everywhere if asked, and says what it could not do")
    func logout() async throws {
        let other = try Shell()
        try await signIn("plain", other)
        try await signIn()
        #expect(try await run("logout").status == 0)
        #expect(try await run("logout").status == 77)
        #expect(try await other.run(["refresh"] + pool.options()).status == 0, "that was another session")
        try await signIn()
        #expect(try await run("logout", "--everywhere", "-o", "json").json["result"] as? String == "complete")
        #expect(try await other.run(["refresh"] + pool.options()).status == 77)

        let target = try await LocalTarget()
        let password = try line.file("password", "Passw0rd!\n")
        let signUp = ["signup", "new", "--user", "alice", "--password-file", password]
        let email = ["--attribute", "email=alice@example.com"]
        #expect(try await line.run(signUp + email + target.options).status == 0)
        let confirm = ["signup", "confirm", "--user", "alice", "--code", try await target.code(for: "alice")]
        #expect(try await line.run(confirm + target.options).status == 0)
        let login = ["login", "--user", "alice", "--password-file", password]
        #expect(try await line.run(login + target.options).status == 0)
        target.end()
        let partial = try await line.run(["logout", "-o", "json"] + target.options)
        #expect(partial.status == 2, "\(partial.errors)")
        #expect(try partial.json["result"] as? String == "partial")
        #expect(try await line.run(["token", "access"] + target.options).status == 77, "gone from here all the same")
    }

    @Test("tokens are refreshed on request, and printed only for programs")
    func refresh() async throws {
        try await signIn()
        let before = try await run("token", "access").output
        let program = try await run("refresh", "-o", "json").json
        let token = try #require((program["tokens"] as? [String: Any])?["accessToken"] as? String)
        #expect(token + "\n" != before)
        #expect(try await run("token", "access").output == token + "\n")
        let person = try await run("refresh")
        #expect(person.status == 0 && !person.output.contains("eyJ"))
    }

    @Test("a password is changed at a terminal")
    func password() async throws {
        try await signIn()
        let terminal = try line.terminal(["password", "change"] + pool.options())
        try await terminal.answer("Present password: ", "Passw0rd!")
        try await terminal.answer("New password: ", "N3w-Passw0rd!")
        try await terminal.answer("New password again: ", "N3w-Passw0rd!")
        let outcome = try await terminal.waitForEnd()
        #expect(outcome.status == 0 && !outcome.errors.contains("Passw0rd!"), "\(outcome.errors)")
        let login = try await run("login", "--user", "plain", "--password-stdin", input: "N3w-Passw0rd!\n")
        #expect(login.status == 0)
        let wrong = try line.file("wrong", "Wr0ng-Passw0rd!\n")
        let new = try line.file("new", "An0ther-Passw0rd!\n")
        let refused = try await run("password", "change", "--current-password-file", wrong, "--new-password-file", new)
        #expect(refused.status == 77 && refused.output.isEmpty)
    }

    @Test(
        "without somebody signed in: exit 77",
        arguments: [
            ["logout"], ["refresh"], ["profile", "set", "name=x"], ["profile", "delete", "--yes"], ["mfa", "status"],
            ["mfa", "totp"], ["devices", "list"], ["devices", "forget", "--yes"], ["passkeys", "list"],
            ["passkeys", "add"],
        ]
    )
    func nobody(command: [String]) async throws {
        let outcome = try await line.run(command + pool.options())
        #expect(outcome.status == 77 && outcome.output.isEmpty, "\(outcome.errors)")
    }
}
