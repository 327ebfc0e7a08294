import Foundation
import TestSupport
import Testing

@Suite("userpool login, at a terminal", .serialized) struct SignInDialogueTests {
    private let line: Shell
    private let pool: SignInPool

    init() async throws {
        line = try Shell()
        pool = try await SignInPool()
    }

    private func login(_ more: String..., in name: SignInPool.Name = .open) throws -> PseudoTerminal {
        try line.terminal(["login"] + more + pool.options(name))
    }

    private func signedIn(_ terminal: PseudoTerminal) async throws {
        let outcome = try await terminal.waitForEnd()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("signedIn"), "\(outcome.output)")
    }

    @Test("name and password, which is not shown; the second factor by its number; a wrong code is asked for again")
    func password() async throws {
        let terminal = try login()
        try await terminal.answer("Username: ", "both")
        try await terminal.answer("Password: ", "Passw0rd!")
        let shown = try await terminal.expect("Second factor (1-2): ")
        #expect(!shown.contains("Passw0rd!"))
        let index = try #require(shown.firstMatch(of: /([12])  totp/)?.1)
        try terminal.type(String(index))
        let code = try await pool.appCode("both")
        try await terminal.answer("Code of your authenticator app: ", SignInPool.wrong(code))
        try await terminal.expect("The code is wrong.")
        try await terminal.answer("Code of your authenticator app: ", code)
        try await signedIn(terminal)
    }

    @Test("a new password twice, then the secret of an app, then its code")
    func newPassword() async throws {
        let terminal = try login("--user", "fresh", in: .compulsory)
        try await terminal.answer("Password: ", "Passw0rd!")
        try await terminal.answer("New password: ", "N3w-Passw0rd!")
        try await terminal.answer("New password again: ", "N3w-Passw0rd!")
        try await terminal.answer("Second factor (1-2): ", "totp")
        try await terminal.expect("Secret for your authenticator app: ")
        let secret = try await terminal.expectLine()
        try await terminal.expect("otpauth://totp/")
        try await terminal.answer("First code of the app: ", pool.appCode(secret: secret))
        try await signedIn(terminal)
    }

    @Test("the secret of an app is shown as a QR code too, unless nobody wants one", arguments: [true, false])
    func code(isWanted: Bool) async throws {
        let password = ["login", "--user", "plain", "--password-stdin"] + pool.options()
        #expect(try await line.run(password, input: SignInPool.password).status == 0)
        let terminal = try line.terminal(["mfa", "totp"] + (isWanted ? [] : ["--no-qr"]) + pool.options())
        let shown = try await terminal.expect("Secret for your authenticator app: ")
        #expect(shown.contains("\u{2580}") == isWanted)
        let secret = try await terminal.expectLine()
        try await terminal.answer("First code of the app: ", pool.appCode(secret: secret))
        #expect(try await terminal.waitForEnd().status == 0)
    }

    @Test("two new passwords that differ change nothing")
    func differentPasswords() async throws {
        let terminal = try login("--user", "fresh", in: .compulsory)
        try await terminal.answer("Password: ", "Passw0rd!")
        try await terminal.answer("New password: ", "N3w-Passw0rd!")
        try await terminal.answer("New password again: ", "An0ther-Passw0rd!")
        let outcome = try await terminal.waitForEnd()
        #expect(outcome.status == 65 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("not the same") && !outcome.errors.contains("N3w-Passw0rd!"))
    }

    @Test("an e-mail address is set up, and a code that was sent is asked for with where it went")
    func email() async throws {
        let terminal = try login("--user", "late", in: .compulsory)
        try await terminal.answer("Password: ", "Passw0rd!")
        try await terminal.answer("Second factor (1-2): ", "email")
        try await terminal.answer("E-mail address: ", "late@example.com")
        try await terminal.expect("Code sent to l")
        try await terminal.answer(": ", pool.sentCode("late", in: .compulsory))
        try await signedIn(terminal)
    }

    @Test("a code by SMS is asked for")
    func sms() async throws {
        let terminal = try login("--user", "sms")
        try await terminal.answer("Password: ", "Passw0rd!")
        try await terminal.expect("Code sent to +")
        try await terminal.answer(": ", pool.sentCode("sms"))
        try await signedIn(terminal)
    }

    @Test("the first factor is chosen, after two answers that are none")
    func firstFactor() async throws {
        let terminal = try login("--user", "plain", "--flow", "user-auth")
        try await terminal.answer("Sign in with (1-", "9")
        try await terminal.answer("Sign in with (1-", "nose")
        try await terminal.answer("Sign in with (1-", "passwordSrp")
        try await terminal.answer("Password: ", "Passw0rd!")
        try await signedIn(terminal)
    }

    @Test("the pool's own question is shown and answered, and the answer is not shown, as it may be a secret")
    func custom() async throws {
        let terminal = try login("--user", "plain", "--flow", "custom")
        try await terminal.expect("question: colour?")
        try await terminal.answer("Answer: ", "blue")
        let outcome = try await terminal.waitForEnd()
        #expect(outcome.status == 0 && outcome.output.contains("signedIn"), "\(outcome.output) \(outcome.errors)")
        #expect(!outcome.errors.contains("blue"))
    }

    @Test("no answer to the pool's own question is none")
    func noAnswer() async throws {
        let terminal = try login("--user", "plain", "--flow", "custom")
        try await terminal.answer("Answer: ", "")
        #expect(try await terminal.waitForEnd().status == 130)
    }

    @Test("the options of a passkey are shown, and the name of a file is an answer")
    func passkey() async throws {
        let password = ["login", "--user", "plain", "--password-stdin"] + pool.options()
        #expect(try await line.run(password, input: SignInPool.password).status == 0)
        let file = try line.file("unused", "").replacing("unused", with: "passkeys")
        #expect(try await line.run(["passkeys", "add", "--passkey-file", file] + pool.options()).status == 0)
        let terminal = try login("--user", "plain", "--flow", "user-auth", "--factor", "passkey")
        try await terminal.expect("\"challenge\"")
        try await terminal.answer("Its answer (JSON on one line, or a file): ", line.file("answer", "{}"))
        #expect(try await terminal.waitForEnd().status != 0)
    }

    @Test("a sign-in that was left at the terminal goes on there")
    func continued() async throws {
        let begin = ["login", "--user", "sms", "--password-stdin", "-o", "json"] + pool.options()
        #expect(try await line.run(begin, input: SignInPool.password).challengeType == "smsCode")
        let terminal = try login("--continue")
        try await terminal.expect("Code sent to +")
        try await terminal.answer(": ", pool.sentCode("sms"))
        try await signedIn(terminal)
    }

    @Test("three wrong codes end it, and the sign-in can still go on")
    func threeWrongCodes() async throws {
        let terminal = try login("--user", "sms")
        try await terminal.answer("Password: ", "Passw0rd!")
        var code = ""
        for number in 0..<3 {
            try await terminal.expect("Code sent to +")
            if number == 0 { code = try await pool.sentCode("sms") }
            try await terminal.answer(": ", SignInPool.wrong(code))
        }
        let outcome = try await terminal.waitForEnd()
        #expect(outcome.status == 65 && outcome.output.isEmpty, "\(outcome.errors)")
        let done = try await line.run(["login", "--continue", "--code", code, "-o", "json"] + pool.options())
        #expect(done.signInStatus == "signedIn", "\(done.errors)")
    }

    @Test("Ctrl-C at a hidden question ends with 130 and leaves the terminal as it was")
    func interrupted() async throws {
        let terminal = try login("--user", "plain")
        try await terminal.expect("Password: ")
        #expect(!terminal.showsWhatIsTyped)
        try terminal.interrupt()
        #expect(try await terminal.waitForEnd().status == 130)
        #expect(terminal.showsWhatIsTyped)
    }
}
