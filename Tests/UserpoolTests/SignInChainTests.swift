import Foundation
import TestSupport
import Testing

@Suite("userpool login, every challenge in a process of its own", .serialized) struct SignInChainTests {
    private let line: Shell
    private let pool: SignInPool

    init() async throws {
        line = try Shell()
        pool = try await SignInPool()
    }

    /// Begins a sign-in with the password on standard input.
    private func login(
        _ user: String,
        _ more: String...,
        in name: SignInPool.Name = .open,
        input: String = SignInPool.password
    ) async throws -> Outcome {
        let command = ["login", "--user", user, "-o", "json"] + more
        return try await line.run(command + pool.options(name), input: input)
    }

    /// Goes on with a sign-in.
    private func proceed(
        _ answer: String...,
        in name: SignInPool.Name = .open,
        input: String = ""
    ) async throws -> Outcome {
        try await line.run(["login", "--continue", "-o", "json"] + answer + pool.options(name), input: input)
    }

    @Test("password, choice of the second factor, app, and the device spares them the next time, also for an alias")
    func appAndDevice() async throws {
        let first = try await login("both", "--password-stdin", "--device-name", "Laptop")
        #expect(first.status == 0 && first.challengeType == "chooseMfa", "\(first.errors)")
        #expect(try Set(first.challenge["options"] as? [String] ?? []) == ["sms", "totp"])
        #expect(try await proceed("--choice", "email").status == 65)
        #expect(try await proceed().challengeType == "chooseMfa", "the challenge is still there")
        let second = try await proceed("--choice", "totp")
        #expect(second.challengeType == "totpCode", "\(second.errors)")
        let code = try await pool.appCode("both")
        let wrong = try await proceed("--code", SignInPool.wrong(code))
        #expect(wrong.status == 65 && wrong.problem == "codeMismatch" && wrong.output.isEmpty)
        let done = try await proceed("--code", code)
        #expect(done.signInStatus == "signedIn", "\(done.errors)")
        let key = try #require(try done.json["deviceKey"] as? String)

        #expect(try await line.run(["refresh"] + pool.options()).status == 0, "the device goes with the refresh")
        let out = try await line.run(["logout", "-o", "json"] + pool.options())
        #expect(try out.status == 0 && out.json["result"] as? String == "complete")
        #expect(try await line.run(["token", "access"] + pool.options()).status == 77)
        for name in ["both@example.com", "both", "both@example.com"] {
            let again = try await login(name, "--password-stdin")
            #expect(again.signInStatus == "signedIn", "\(name): \(again.output) \(again.errors)")
            #expect(try again.json["deviceKey"] as? String == key)
        }

        // The pool's other user knows nothing of that device, and a forgotten one is no obstacle.
        #expect(try await line.run(["devices", "forget", "--yes"] + pool.options()).status == 0)
        #expect(try await login("both", "--password-stdin").challengeType == "chooseMfa")
    }

    @Test("all answers may be given beforehand, in one process; what is not asked for is noted")
    func beforehand() async throws {
        let code = try await pool.appCode("both")
        let whole = try await login("both", "--password-stdin", "--choice", "totp", "--code", code)
        #expect(whole.signInStatus == "signedIn", "\(whole.errors)")
        let spared = try await login("both", "--password-stdin", "--code", code)
        #expect(spared.signInStatus == "signedIn" && spared.errors.contains("--code"), "\(spared.errors)")
    }

    @Test("a new password, then an app that must be set up, then its code")
    func newPasswordAndApp() async throws {
        let pool = SignInPool.Name.compulsory
        let first = try await login("fresh", "--password-stdin", in: pool)
        #expect(first.challengeType == "newPassword", "\(first.errors)")
        #expect(try await proceed("--code", "123456", in: pool).status == 65)
        let second = try await proceed(
            "--new-password-stdin",
            "--attribute",
            "name=Fresh",
            in: pool,
            input: "N3w-Passw0rd!\n"
        )
        #expect(second.challengeType == "setupMfa", "\(second.output) \(second.errors)")
        #expect(try (second.challenge["options"] as? [String])?.contains("totp") == true)
        #expect(try second.challenge["secret"] == nil)
        let early = try await proceed("--code", "123456", in: pool)
        #expect(early.status == 65 && early.errors.contains("--choice totp"), "\(early.errors)")
        let third = try await proceed("--choice", "totp", "--issuer", "Example", in: pool)
        #expect(third.challengeType == "setupMfa", "\(third.errors)")
        #expect(try (third.challenge["uri"] as? String)?.hasPrefix("otpauth://totp/Example:fresh?") == true)
        let code = try await self.pool.appCode(secret: #require(try third.challenge["secret"] as? String))
        #expect(try await proceed("--code", SignInPool.wrong(code), in: pool).status == 65)
        let done = try await proceed("--code", code, in: pool)
        #expect(done.signInStatus == "signedIn", "\(done.output) \(done.errors)")

        let again = try await login("fresh", "--password-stdin", in: pool, input: "N3w-Passw0rd!\n")
        #expect(again.challengeType == "totpCode", "\(again.output) \(again.errors)")
        let next = try await self.pool.appCode("fresh", in: pool)
        #expect(try await proceed("--code", next, in: pool).signInStatus == "signedIn")
    }

    @Test("an e-mail address that is set up as second factor in the sign-in")
    func emailSetUp() async throws {
        let pool = SignInPool.Name.compulsory
        let first = try await login("late", "--password-stdin", in: pool)
        #expect(first.challengeType == "setupMfa", "\(first.errors)")
        let second = try await proceed("--email", "late@example.com", in: pool)
        #expect(second.challengeType == "emailCode", "\(second.output) \(second.errors)")
        let code = try await self.pool.sentCode("late", in: pool)
        #expect(try await proceed("--code", code, in: pool).signInStatus == "signedIn")
    }

    @Test(
        "codes by SMS and e-mail, in both flows with a password",
        arguments: [("sms", "smsCode"), ("mail", "emailCode")]
    )
    func sentCodes(user: String, type: String) async throws {
        for flow in ["srp", "password"] {
            let line = try Shell()
            let begin = ["login", "--user", user, "--password-stdin", "--flow", flow, "-o", "json"] + pool.options()
            let first = try await line.run(begin, input: SignInPool.password)
            #expect(first.challengeType == type, "\(first.errors)")
            let delivery = try first.challenge["delivery"] as? [String: Any]
            #expect(delivery?["medium"] as? String == (user == "sms" ? "sms" : "email"))
            let code = try await pool.sentCode(user)
            let wrong = ["login", "--continue", "--code", SignInPool.wrong(code)] + pool.options()
            #expect(try await line.run(wrong).status == 65)
            let right = ["login", "--continue", "--code", code, "-o", "json"] + pool.options()
            #expect(try await line.run(right).signInStatus == "signedIn")
            #expect(try await line.run(right).status == 77, "it is over")
        }
    }

    @Test("the pool's own question, with the password before it and without", arguments: [true, false])
    func custom(withPassword: Bool) async throws {
        let begin = withPassword ? ["--password-stdin"] : []
        func begun() async throws -> Outcome {
            try await line.run(
                ["login", "--user", "plain", "--flow", "custom", "-o", "json"] + begin + pool.options(),
                input: withPassword ? SignInPool.password : ""
            )
        }
        let first = try await begun()
        #expect(first.challengeType == "custom", "\(first.errors)")
        #expect(try (first.challenge["parameters"] as? [String: String])?["question"] == "colour?")
        let wrong = try await proceed("--answer", "red")
        #expect(wrong.status == 77 && wrong.output.isEmpty, "\(wrong.errors)")
        #expect(try await proceed("--answer", "blue").status == 77, "the sign-in is over")
        _ = try await begun()
        let done = try await proceed("--answer-stdin", input: "blue\n")
        #expect(done.signInStatus == "signedIn", "\(done.errors)")
    }

    @Test("a wrong password before the pool's own question is refused")
    func customWrongPassword() async throws {
        let refused = try await login("plain", "--flow", "custom", "--password-stdin", input: "Wr0ng-Passw0rd!\n")
        #expect(refused.status == 77 && refused.problem == "invalidCredentials")
    }

    @Test(
        "a first factor that is chosen in another process",
        arguments: [
            ("emailOtp", "emailCode"), ("smsOtp", "smsCode"),
        ]
    )
    func chosenCode(factor: String, type: String) async throws {
        let first = try await login("plain", "--flow", "user-auth")
        #expect(first.challengeType == "chooseFirstFactor", "\(first.errors)")
        #expect(try (first.challenge["options"] as? [String])?.contains(factor) == true)
        #expect(try await proceed("--choice", "passkey").status == 65, "the user has none")
        let second = try await proceed("--choice", factor)
        #expect(second.challengeType == type, "\(second.errors)")
        let code = try await pool.sentCode("plain")
        #expect(try await proceed("--code", SignInPool.wrong(code)).status == 65)
        #expect(try await proceed("--code", code).signInStatus == "signedIn")
    }

    @Test("the password as first factor that is chosen in another process", arguments: ["password", "passwordSrp"])
    func chosenPassword(factor: String) async throws {
        #expect(try await login("plain", "--flow", "user-auth").challengeType == "chooseFirstFactor")
        #expect(try await proceed("--choice", factor).status == 64, "the password is missing")
        let wrong = try await proceed("--choice", factor, "--password-stdin", input: "Wr0ng-Passw0rd!\n")
        #expect(wrong.status == 77 && wrong.problem == "invalidCredentials", "\(wrong.errors)")
        #expect(try await login("plain", "--flow", "user-auth").challengeType == "chooseFirstFactor")
        let done = try await proceed("--choice", factor, "--password-stdin", input: SignInPool.password)
        #expect(done.signInStatus == "signedIn", "\(done.errors)")
        // Without a choice the password is one.
        #expect(try await login("plain", "--flow", "user-auth").challengeType == "chooseFirstFactor")
        let unnamed = try await proceed("--password-stdin", input: SignInPool.password)
        #expect(unnamed.signInStatus == "signedIn", "\(unnamed.errors)")
    }

    @Test("a first factor that is named at once", arguments: ["password", "passwordSrp", "emailOtp", "smsOtp"])
    func preferred(factor: String) async throws {
        let needsPassword = factor.hasPrefix("password")
        let begin = ["login", "--user", "plain", "--flow", "user-auth", "--factor", factor, "-o", "json"]
        let more = needsPassword ? ["--password-stdin"] : []
        let first = try await line.run(
            begin + more + pool.options(),
            input: needsPassword ? SignInPool.password : ""
        )
        if needsPassword {
            #expect(first.signInStatus == "signedIn", "\(first.errors)")
        } else {
            #expect(first.challengeType == (factor == "emailOtp" ? "emailCode" : "smsCode"), "\(first.errors)")
            let code = try await pool.sentCode("plain")
            #expect(try await proceed("--code", code).signInStatus == "signedIn")
        }
    }

    @Test("a passkey: registered and used from a file, by one's own answer, and removed")
    func passkey() async throws {
        let file = try line.file("unused", "").replacing("unused", with: "passkeys")
        #expect(try await login("plain", "--password-stdin").signInStatus == "signedIn")
        let options = try await line.run(["passkeys", "add", "-o", "json"] + pool.options())
        #expect(try options.json["status"] as? String == "registration", "\(options.errors)")
        let added = try await line.run(["passkeys", "add", "--passkey-file", file] + pool.options())
        #expect(added.status == 0, "\(added.errors)")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)

        let first = try await login("plain", "--flow", "user-auth", "--factor", "passkey")
        #expect(first.challengeType == "passkey", "\(first.errors)")
        #expect(try (first.challenge["parameters"] as? [String: String])?["options"]?.contains("\"rpId\"") == true)
        let nonsense = try await proceed("--credential-stdin", input: "{}\n")
        #expect(nonsense.status != 0 && nonsense.output.isEmpty)
        #expect(try await login("plain", "--flow", "user-auth", "--factor", "passkey").challengeType == "passkey")
        let continued = try await proceed("--passkey-file", file)
        #expect(continued.signInStatus == "signedIn", "\(continued.errors)")
        let atOnce = try await login("plain", "--flow", "user-auth", "--passkey-file", file)
        #expect(atOnce.signInStatus == "signedIn", "\(atOnce.output) \(atOnce.errors)")

        let elsewhere = try await login(
            "plain",
            "--flow",
            "user-auth",
            "--passkey-file",
            file,
            "--origin",
            "https://example.com"
        )
        #expect(elsewhere.status == 65 && elsewhere.problem == "passkeyRejected", "\(elsewhere.errors)")

        let list = try await line.run(["passkeys", "list", "-o", "json"] + pool.options()).json
        let id = try #require((list["passkeys"] as? [[String: Any]])?.first?["id"] as? String)
        let remove = ["passkeys", "remove"]
        #expect(try await line.run(remove + [id] + pool.options()).status == 64, "nobody is there to ask")
        let rehearsed = try await line.run(remove + [id, "--dry-run", "-o", "json"] + pool.options())
        #expect(try rehearsed.json["removed"] as? Bool == false)
        #expect(try await line.run(remove + ["unknown", "--yes"] + pool.options()).status == 65)
        #expect(try await line.run(remove + [id, "--yes"] + pool.options()).status == 0)
        let gone = try await line.run(["passkeys", "list", "-o", "json"] + pool.options()).json
        #expect((gone["passkeys"] as? [Any])?.isEmpty == true)
    }

    @Test("a challenge is answered with the service's own names, and a misfit loses nothing")
    func responses() async throws {
        #expect(try await login("sms", "--password-stdin").challengeType == "smsCode")
        #expect(try await proceed("--responses-stdin", input: "[]").status == 65)
        let code = try await pool.sentCode("sms")
        let done = try await proceed("--responses-stdin", input: "{\"SMS_MFA_CODE\":\"\(code)\"}")
        #expect(done.signInStatus == "signedIn", "\(done.errors)")
    }

    @Test(
        "options that contradict each other are a matter of usage",
        arguments: [
            ["--continue", "--user", "plain"], ["--continue", "--flow", "srp"], ["--factor", "passkey"],
            ["--flow", "user-auth", "--factor", "nose"], ["--flow", "magic"], ["--origin", "https://example.com"],
            ["--password-stdin", "--new-password-stdin"], ["--password-stdin", "--password-file", "x"],
            ["--continue", "--answer", "a", "--answer-stdin"],
        ]
    )
    func usage(arguments: [String]) async throws {
        let outcome = try await line.run(["login"] + arguments + pool.options())
        #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.errors)")
    }
}
