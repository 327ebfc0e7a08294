import CognitoWire
import LocalPool
import Testing

@Suite("Challenges after the password") struct ChallengeTests {
    private static let newPassword = "N3w-Password"
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a temporary password is replaced at the first sign-in")
    func newPasswordRequired() async throws {
        let made = try await under.createUser()
        #expect(made.userStatus == .forceChangePassword)
        let step = try await under.signInWithSRP("bob", password: under.code(for: "bob"))
        #expect(step.challengeName == .newPasswordRequired)
        #expect(step.challengeParameters?["userAttributes"] == #"{"email":"bob@example.com"}"#)
        #expect(step.challengeParameters?["requiredAttributes"] == "[]")
        let answer = try await under.respond(
            .newPasswordRequired,
            [
                "USERNAME": "bob", "NEW_PASSWORD": Self.newPassword, "userAttributes.name": "Bob",
                // What some clients send along does no harm.
                "PASSWORD_CLAIM_SIGNATURE": "left over",
            ],
            session: step.session
        )
        #expect(answer.authenticationResult?.accessToken != nil)
        let profile = try await under.adminProfile(of: "bob")
        #expect(profile.userStatus == .confirmed)
        #expect(profile.userAttributes?.contains { $0.name == "name" && $0.value?.value == "Bob" } == true)
        #expect(try await under.signInWithSRP("bob", password: Self.newPassword).authenticationResult != nil)
    }

    @Test("an attribute that is there is not changed along with the password")
    func providedAttribute() async throws {
        let step = try await newPasswordStep()
        await expectRefusal("NotAuthorizedException", "Cannot modify an already provided email") {
            try await under.respond(
                .newPasswordRequired,
                ["USERNAME": "bob", "NEW_PASSWORD": Self.newPassword, "userAttributes.email": "b@example.com"],
                session: step.session
            )
        }
    }

    @Test("a weak new password is refused and leaves the user as before")
    func weakNewPassword() async throws {
        let step = try await newPasswordStep()
        await expectRefusal("InvalidPasswordException") {
            try await under.respond(
                .newPasswordRequired,
                ["USERNAME": "bob", "NEW_PASSWORD": "weak"],
                session: step.session
            )
        }
        #expect(try await under.adminProfile(of: "bob").userStatus == .forceChangePassword)
        await expectRefusal(
            "NotAuthorizedException",
            "Invalid session for the user, session can only be used once."
        ) { try await answer(step.session) }
    }

    @Test("a temporary password ends after seven days")
    func temporaryPasswordExpires() async throws {
        try await under.createUser()
        let password = try await under.code(for: "bob")
        under.clock.advance(by: .seconds(7 * 86_400))
        await expectRefusal(
            "NotAuthorizedException",
            "Temporary password has expired and must be reset by an administrator."
        ) { try await under.signInWithSRP("bob", password: password) }
    }

    @Test("a session works once")
    func replayedSession() async throws {
        let step = try await newPasswordStep()
        #expect(try await answer(step.session).authenticationResult != nil)
        await expectRefusal(
            "NotAuthorizedException",
            "Invalid session for the user, session can only be used once."
        ) { try await answer(step.session) }
    }

    @Test("a session ends after three minutes")
    func expiredSession() async throws {
        let step = try await newPasswordStep()
        under.clock.advance(by: .seconds(180))
        await expectRefusal(
            "NotAuthorizedException",
            "Invalid session for the user, session is expired."
        ) { try await answer(step.session) }
    }

    @Test("a session that the pool never made, or that answers another challenge, is refused")
    func foreignSession() async throws {
        let invalid = "Invalid session for the user."
        await expectRefusal("NotAuthorizedException", invalid) {
            try await answer(Sensitive(String(repeating: "A", count: 43)))
        }
        let step = try await newPasswordStep()
        await expectRefusal("NotAuthorizedException", invalid) {
            try await under.respond(.smsMFA, ["USERNAME": "bob", "SMS_MFA_CODE": "123456"], session: step.session)
        }
        await expectRefusal("InvalidParameterException", "Missing required parameter Session") { try await answer(nil) }
    }

    @Test("of many answers to one session exactly one wins")
    func concurrentAnswers() async throws {
        let step = try await newPasswordStep()
        let suite = self
        let wins = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { (try? await suite.answer(step.session)) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
    }

    @Test("the second factor is asked for by text message, and ends the sign-in")
    func smsFactor() async throws {
        try await under.makeUserWithSMSFactor()
        let step = try await under.signInWithSRP()
        #expect(step.challengeName == .smsMFA && step.authenticationResult == nil)
        #expect(step.challengeParameters?["CODE_DELIVERY_DESTINATION"] == "+*******0100")
        #expect(step.challengeParameters?["CODE_DELIVERY_DELIVERY_MEDIUM"] == "SMS")
        let message = try await under.pool.nextCode(for: "+15555550100")
        #expect(message?.kind == .mfa && message?.medium == .sms && message?.subject == nil)
        let result = try await answerFactor(#require(message?.code), step.session).authenticationResult
        let profile = try await under.profile(result?.accessToken)
        #expect(profile.userMFASettingList == ["SMS_MFA"] && profile.preferredMFASetting == "SMS_MFA")
    }

    @Test("a wrong code may be followed by another, five times in all")
    func wrongFactor() async throws {
        try await under.makeUserWithSMSFactor()
        let step = try await under.signInWithSRP()
        let code = try await under.code()
        for _ in 0..<4 {
            await expectRefusal("CodeMismatchException") { try await answerFactor("x", step.session) }
        }
        #expect(try await answerFactor(code, step.session).authenticationResult != nil)
        let second = try await under.signInWithSRP()
        for _ in 0..<5 {
            await expectRefusal("CodeMismatchException") { try await answerFactor("x", second.session) }
        }
        await expectRefusal("NotAuthorizedException") {
            try await answerFactor(under.code(), second.session)
        }
    }

    @Test("the second factor needs a telephone number")
    func smsFactorWithoutNumber() async throws {
        try await under.makeUser()
        await expectRefusal("InvalidParameterException") {
            try await under.call(
                SetUserMFAPreference.self,
                SetUserMFAPreferenceRequest(
                    accessToken: #require(under.tokens().accessToken),
                    smsMFASettings: SMSMfaSettingsType(enabled: true)
                )
            )
        }
    }

    @Test("an invitation can be sent again, with another password, until it is followed")
    func resentInvitation() async throws {
        try await under.createUser()
        let first = try await under.code(for: "bob")
        try await under.createUser { $0.messageAction = .resend }
        let second = try await under.code(for: "bob")
        #expect(first != second)
        await expectRefusal("NotAuthorizedException") { try await under.signInWithSRP("bob", password: first) }
        #expect(try await under.signInWithSRP("bob", password: second).challengeName == .newPasswordRequired)
        try await under.setPassword(Self.newPassword, of: "bob")
        await expectRefusal("UnsupportedUserStateException") {
            try await under.createUser { $0.messageAction = .resend }
        }
        await expectRefusal("UsernameExistsException") { try await under.createUser() }
    }

    private func newPasswordStep() async throws -> RespondToAuthChallengeResponse {
        try await under.createUser { $0.temporaryPassword = "T3mporary!" }
        return try await under.signInWithSRP("bob", password: "T3mporary!")
    }

    private func answer(_ session: Sensitive<String>?) async throws -> RespondToAuthChallengeResponse {
        try await under.respond(
            .newPasswordRequired,
            ["USERNAME": "bob", "NEW_PASSWORD": Self.newPassword],
            session: session
        )
    }

    private func answerFactor(
        _ code: String,
        _ session: Sensitive<String>?
    ) async throws -> RespondToAuthChallengeResponse {
        try await under.respond(.smsMFA, ["USERNAME": "alice", "SMS_MFA_CODE": code], session: session)
    }
}
