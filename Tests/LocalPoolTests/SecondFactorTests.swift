import CognitoSRP
import CognitoWire
import GRDB
import Testing

@testable import LocalPool

@Suite("Sign-ins with a second factor") struct SecondFactorTests {
    private static let usedOnce = "Invalid session for the user, session can only be used once."
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a code of an app works once, in this sign-in and in the next; older ones do not work either")
    func replayedStep() async throws {
        let secret = try await under.makeUserWithApp()
        let code = try under.appCode(secret)
        let old = try await under.signInWithSRP()
        under.clock.advance(by: .seconds(30))
        let step = try await under.signInWithSRP()
        #expect(try await under.answerApp(under.appCode(secret), step).authenticationResult != nil)
        await expectRefusal("ExpiredCodeException", "Your software token has already been used once.") {
            try await under.answerApp(code, old)
        }
        let next = try await under.signInWithSRP()
        await expectRefusal("ExpiredCodeException") { try await under.answerApp(under.appCode(secret), next) }
    }

    @Test("the code that set an app up signs nobody in")
    func enrolmentCode() async throws {
        try await under.makeUser()
        let token = try await under.tokens().accessToken
        let secret = try await under.associate(token)
        let code = try under.appCode(secret)
        try await under.verifyApp(code, token)
        try await under.setPreference(token) { $0.softwareTokenMFASettings = .init(enabled: true) }
        let step = try await under.signInWithSRP()
        await expectRefusal("ExpiredCodeException") { try await under.answerApp(code, step) }
    }

    @Test("a code by e-mail ends the sign-in")
    func email() async throws {
        try await under.askForFactors(.optional)
        try await under.makeUser()
        let token = try await under.tokens().accessToken
        try await under.setPreference(token) { $0.emailMFASettings = .init(enabled: true, preferredMFA: true) }
        let step = try await under.signInWithPassword()
        #expect(
            step.challengeName == .emailOTP && step.challengeParameters?["CODE_DELIVERY_DESTINATION"] == "a***@e***"
        )
        await expectRefusal("CodeMismatchException") { try await answerEmail("x", step.session) }
        #expect(try await answerEmail(under.code(), step.session).authenticationResult != nil)
    }

    @Test("of several factors without a preferred one the user chooses")
    func selection() async throws {
        let secret = try await under.makeUserWithApp()
        let token = try await under.answerApp(under.appCode(secret), under.signInWithSRP()).authenticationResult?
            .accessToken
        try await under.setPreference(token) { $0.smsMFASettings = .init(enabled: true) }
        let step = try await under.signInWithSRP()
        #expect(step.challengeName == .selectMFAType)
        #expect(step.challengeParameters?["MFAS_CAN_CHOOSE"] == #"["SMS_MFA","SOFTWARE_TOKEN_MFA"]"#)
        let chosen = try await select("SMS_MFA", step.session)
        #expect(chosen.challengeName == .smsMFA)
        let result = try await under.respond(
            .smsMFA,
            ["USERNAME": "alice", "SMS_MFA_CODE": under.code()],
            session: chosen.session
        )
        #expect(result.authenticationResult != nil)
        let again = try await under.signInWithSRP()
        await expectRefusal("InvalidParameterException") { try await select("EMAIL_OTP", again.session) }
        await expectRefusal("NotAuthorizedException", Self.usedOnce) {
            try await select("SOFTWARE_TOKEN_MFA", again.session)
        }
    }

    @Test("a pool without multi-factor sign-in asks for none, whatever the user has")
    func off() async throws {
        _ = try await under.makeUserWithApp()
        try await under.arrange { $0.details.mfaConfiguration = .off }
        #expect(try await under.signInWithSRP().authenticationResult != nil)
    }

    @Test("a pool that insists takes the telephone of a user who has set up nothing")
    func insistsWithTelephone() async throws {
        try await under.makeUser(attributes: ["email": "a@example.com", "phone_number": "+15555550100"])
        try await under.askForFactors(.on)
        #expect(try await under.signInWithSRP().challengeName == .smsMFA)
    }

    @Test("a pool that insists has an app set up in the first sign-in, after the new password if there must be one")
    func setUpApp() async throws {
        try await under.askForFactors(.on)
        try await under.createUser { $0.temporaryPassword = "T3mporary!" }
        let first = try await under.signInWithSRP("bob", password: "T3mporary!")
        let step = try await under.respond(
            .newPasswordRequired,
            ["USERNAME": "bob", "NEW_PASSWORD": "N3w-Password"],
            session: first.session
        )
        #expect(step.challengeName == .mfaSetup && step.authenticationResult == nil)
        #expect(step.challengeParameters?["MFAS_CAN_SETUP"] == #"["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#)
        let associated = try await under.call(AssociateSoftwareToken.self, .init(session: step.session))
        await expectRefusal("NotAuthorizedException", Self.usedOnce) {
            try await under.call(AssociateSoftwareToken.self, .init(session: step.session))
        }
        await expectRefusal("EnableSoftwareTokenMFAException") { try await verify("000000", associated.session) }
        let code = try under.appCode(associated.secretCode)
        let verified = try await verify(code, associated.session)
        #expect(verified.status == .success)
        await expectRefusal("NotAuthorizedException", Self.usedOnce) { try await verify(code, associated.session) }
        let result = try await finish(verified.session)
        let profile = try await under.profile(result.authenticationResult?.accessToken)
        #expect(profile.userMFASettingList == ["SOFTWARE_TOKEN_MFA"])
        let next = try await under.signInWithSRP("bob", password: "N3w-Password")
        #expect(next.challengeName == .softwareTokenMFA)
    }

    @Test("the set-up of an app cannot be skipped, nor verified without a secret")
    func skippedSetUp() async throws {
        try await under.askForFactors(.on)
        try await under.makeUser("bob", attributes: ["email": "bob@example.com"])
        let step = try await under.signInWithSRP("bob")
        await expectRefusal("InvalidParameterException") { try await finish(step.session) }
        let again = try await under.signInWithSRP("bob")
        await expectRefusal("SoftwareTokenMFANotFoundException") { try await verify("123456", again.session) }
        let associated = try await under.call(AssociateSoftwareToken.self, .init(session: again.session))
        await expectRefusal("InvalidParameterException") { try await finish(associated.session) }
    }

    @Test("five wrong first codes end the set-up")
    func wrongFirstCodes() async throws {
        try await under.askForFactors(.on)
        try await under.makeUser("bob", attributes: ["email": "bob@example.com"])
        let step = try await under.signInWithSRP("bob")
        let associated = try await under.call(AssociateSoftwareToken.self, .init(session: step.session))
        for _ in 0..<5 {
            await expectRefusal("EnableSoftwareTokenMFAException") { try await verify("000000", associated.session) }
        }
        under.clock.advance(by: .seconds(2))
        await expectRefusal("NotAuthorizedException", Self.usedOnce) {
            try await verify(under.appCode(associated.secretCode), associated.session)
        }
    }

    @Test("a mailbox is set up as second factor, and verified, with a code that goes there")
    func setUpEmail() async throws {
        try await under.askForFactors(.on)
        try await under.makeUser("bob", attributes: ["email": "bob@example.com"])
        let step = try await under.signInWithSRP("bob")
        let asked = try await under.respond(
            .mfaSetup,
            ["USERNAME": "bob", "EMAIL": "second@example.com"],
            session: step.session
        )
        #expect(asked.challengeName == .emailOTP)
        let code = try await under.code(for: "second@example.com")
        let result = try await under.respond(
            .emailOTP,
            ["USERNAME": "bob", "EMAIL_OTP_CODE": code],
            session: asked.session
        )
        let profile = try await under.profile(result.authenticationResult?.accessToken)
        #expect(profile.userMFASettingList == ["EMAIL_OTP"])
        let attributes = Dictionary(uniqueKeysWithValues: profile.userAttributes.map { ($0.name, $0.value?.value) })
        #expect(attributes["email"] == "second@example.com" && attributes["email_verified"] == "true")
        let bad = try await under.signInWithSRP("bob")
        #expect(bad.challengeName == .emailOTP)
    }

    @Test("an address that is none is not set up")
    func setUpBadEmail() async throws {
        try await under.askForFactors(.on)
        try await under.makeUser("bob", attributes: ["email": "bob@example.com"])
        let step = try await under.signInWithSRP("bob")
        await expectRefusal("InvalidParameterException") {
            try await under.respond(.mfaSetup, ["USERNAME": "bob", "EMAIL": "nowhere"], session: step.session)
        }
    }

    @Test("who is disabled between two factors gets no tokens")
    func disabledOnTheWay() async throws {
        let secret = try await under.makeUserWithApp()
        let step = try await under.signInWithSRP()
        try await under.pool.call { call in
            var user = try call.user("alice", in: call.pool(PoolUnderTest.poolID))
            user.isEnabled = false
            try user.update(call.db)
        }
        await expectRefusal("NotAuthorizedException", "User is disabled.") {
            try await under.answerApp(under.appCode(secret), step)
        }
    }

    @Test("an administrator's sign-in passes the same challenges")
    func administrative() async throws {
        let secret = try await under.makeUserWithApp()
        let request = AdminInitiateAuthRequest(
            authFlow: .adminUserPasswordAuth,
            clientID: Sensitive(PoolUnderTest.clientID),
            userPoolID: PoolUnderTest.poolID,
            authParameters: ["USERNAME": "alice", "PASSWORD": "Passw0rd!"]
        )
        let step = try await under.call(AdminInitiateAuth.self, request)
        #expect(step.challengeName == .softwareTokenMFA && step.authenticationResult == nil)
        let answer = AdminRespondToAuthChallengeRequest(
            challengeName: .softwareTokenMFA,
            clientID: Sensitive(PoolUnderTest.clientID),
            userPoolID: PoolUnderTest.poolID,
            challengeResponses: ["USERNAME": "alice", "SOFTWARE_TOKEN_MFA_CODE": try under.appCode(secret)],
            session: step.session
        )
        var elsewhere = answer
        elsewhere.userPoolID = "local_Another12"
        await expectRefusal("ResourceNotFoundException") {
            try await under.call(AdminRespondToAuthChallenge.self, elsewhere)
        }
        // What an administrator began with a password in clear, no user ends.
        await expectRefusal("NotAuthorizedException", "Invalid session for the user.") {
            try await under.respond(
                .softwareTokenMFA,
                ["USERNAME": "alice", "SOFTWARE_TOKEN_MFA_CODE": under.appCode(secret)],
                session: step.session
            )
        }
        #expect(try await under.call(AdminRespondToAuthChallenge.self, answer).authenticationResult != nil)
    }

    @Test("an administrator may begin with SRP and refresh, but not with a user's flow in clear")
    func administrativeFlows() async throws {
        try await under.makeUser()
        let client = try SRPClient(random: .seeded(7))
        var request = AdminInitiateAuthRequest(
            authFlow: .userSRPAuth,
            clientID: Sensitive(PoolUnderTest.clientID),
            userPoolID: PoolUnderTest.poolID,
            authParameters: ["USERNAME": "alice", "SRP_A": client.publicKey.hexadecimal]
        )
        #expect(try await under.call(AdminInitiateAuth.self, request).challengeName == .passwordVerifier)
        request.authFlow = .refreshTokenAuth
        request.authParameters = ["REFRESH_TOKEN": try #require(try await under.tokens().refreshToken).value]
        #expect(try await under.call(AdminInitiateAuth.self, request).authenticationResult?.accessToken != nil)
        request.authFlow = .userPasswordAuth
        request.authParameters = ["USERNAME": "alice", "PASSWORD": "Passw0rd!"]
        await expectRefusal("InvalidParameterException") { try await under.call(AdminInitiateAuth.self, request) }
        await expectRefusal("InvalidParameterException") {
            try await under.initiate(.adminUserPasswordAuth, ["USERNAME": "alice", "PASSWORD": "Passw0rd!"])
        }
    }

    private func answerEmail(
        _ code: String,
        _ session: Sensitive<String>?
    ) async throws -> RespondToAuthChallengeResponse {
        try await under.respond(.emailOTP, ["USERNAME": "alice", "EMAIL_OTP_CODE": code], session: session)
    }

    private func select(
        _ factor: String,
        _ session: Sensitive<String>?
    ) async throws -> RespondToAuthChallengeResponse {
        try await under.respond(.selectMFAType, ["USERNAME": "alice", "ANSWER": factor], session: session)
    }

    private func verify(
        _ code: String,
        _ session: Sensitive<String>?
    ) async throws -> VerifySoftwareTokenResponse {
        try await under.call(
            VerifySoftwareToken.self,
            .init(userCode: Sensitive(code), session: session)
        )
    }

    private func finish(_ session: Sensitive<String>?) async throws -> RespondToAuthChallengeResponse {
        try await under.respond(.mfaSetup, ["USERNAME": "bob"], session: session)
    }
}
