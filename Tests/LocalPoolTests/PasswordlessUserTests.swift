import CognitoWire
import LocalPool
import Testing

@Suite("Users whom administrators make without a password") struct PasswordlessUserTests {
    private static let attributes = ["email": "bob@example.com", "email_verified": "true"]

    private static func makePool(_ mode: PoolMode = .lenient) throws -> PoolUnderTest {
        var under = try PoolUnderTest { $0.mode = mode }
        under.authorization =
            "AWS4-HMAC-SHA256 Credential=A/20260103/local/cognito-idp/aws4_request, SignedHeaders=host, Signature=0"
        return under
    }

    @Test("a blank password makes a user who signs in with codes alone, and is sent nothing")
    func blank() async throws {
        let under = try Self.makePool()
        let user = try await under.createUser(attributes: Self.attributes) { $0.temporaryPassword = "" }
        #expect(user.userStatus == .confirmed)
        #expect(try await under.pool.messages().messages.isEmpty)
        let step = try await under.initiate(.userAuth, ["USERNAME": "bob", "PREFERRED_CHALLENGE": "EMAIL_OTP"])
        #expect(step.challengeName == .emailOTP)
        let answer = ["USERNAME": "bob", "EMAIL_OTP_CODE": try await under.code(for: "bob")]
        let end = try await under.respond(.emailOTP, answer, session: step.session)
        #expect(end.authenticationResult != nil)
        for password in ["", "Passw0rd!"] {
            await #expect(throws: ServiceRefusal.self) { try await under.signInWithPassword("bob", password: password) }
        }
        await expectRefusal("UnsupportedUserStateException") {
            try await under.createUser { $0.messageAction = .resend }
        }
    }

    @Test("one that is left out is drawn by a lenient pool, and by a strict one only where nobody does without")
    func leftOut() async throws {
        let lenient = try Self.makePool()
        #expect(try await lenient.createUser(attributes: Self.attributes).userStatus == .forceChangePassword)
        #expect(try await lenient.pool.messages().messages.count == 1)
        let strict = try Self.makePool(.strict)
        #expect(try await strict.createUser(attributes: Self.attributes).userStatus == .confirmed)
        let chosen = try await strict.createUser("carol", attributes: ["email": "carol@example.com"]) {
            $0.temporaryPassword = "T3mporary!"
        }
        #expect(chosen.userStatus == .forceChangePassword)
        try await strict.updatePool(PoolUnderTest.poolID) { pool in
            pool.policies = .init(signInPolicy: .init(allowedFirstAuthFactors: [.password]))
        }
        let drawn = try await strict.createUser("dave", attributes: ["email": "dave@example.com"])
        #expect(drawn.userStatus == .forceChangePassword)
    }

    @Test("without sign-ins by code a blank password is one left out, and a weak one is refused everywhere")
    func notOffered() async throws {
        let under = try Self.makePool()
        await expectRefusal("InvalidPasswordException") { try await under.createUser { $0.temporaryPassword = "weak" } }
        try await under.updatePool(PoolUnderTest.poolID) { pool in
            pool.policies = .init(signInPolicy: .init(allowedFirstAuthFactors: [.password, .webAuthn]))
        }
        let user = try await under.createUser(attributes: Self.attributes) { $0.temporaryPassword = "" }
        #expect(user.userStatus == .forceChangePassword)
    }
}
