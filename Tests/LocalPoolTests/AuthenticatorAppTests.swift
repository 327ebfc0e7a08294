import CognitoWire
import Testing

@testable import LocalPool

@Suite("Authenticator apps") struct AuthenticatorAppTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("an app is associated, verified, turned on, and asked for")
    func wholeWay() async throws {
        let secret = try await under.makeUserWithApp()
        #expect(secret.value.count == 32)
        let profile = try await under.adminProfile(of: "alice")
        #expect(profile.userMFASettingList == ["SOFTWARE_TOKEN_MFA"] && profile.preferredMFASetting == nil)
        let step = try await under.signInWithSRP()
        #expect(step.challengeName == .softwareTokenMFA)
        #expect(step.challengeParameters?["FRIENDLY_DEVICE_NAME"] == "telephone")
        #expect(try await under.answerApp(under.appCode(secret), step).authenticationResult?.accessToken != nil)
    }

    @Test("an app that is verified but not turned on is not asked for, unless the pool insists on second factors")
    func notTurnedOn() async throws {
        try await under.makeUser()
        let token = try await under.tokens().accessToken
        let secret = try await under.associate(token)
        #expect(try await under.verifyApp(under.appCode(secret), token).status == .success)
        #expect(try await under.signInWithSRP().authenticationResult != nil)
        #expect(try await under.profile(token).userMFASettingList == nil)
        try await under.askForFactors(.on)
        under.clock.advance(by: .seconds(30))
        let again = try await under.associate(token)
        try await under.verifyApp(under.appCode(again), token)
        #expect(try await under.profile(token).userMFASettingList == ["SOFTWARE_TOKEN_MFA"])
        #expect(try await under.signInWithSRP().challengeName == .softwareTokenMFA)
    }

    @Test("a wrong first code is refused, and leaves the app before it as it was")
    func wrongFirstCode() async throws {
        let first = try await under.makeUserWithApp()
        let token = try await under.signIn(withApp: first)
        let second = try await under.associate(token)
        await expectRefusal("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA") {
            try await under.verifyApp("000000", token)
        }
        under.clock.advance(by: .seconds(30))
        #expect(try await under.signIn(withApp: first) != nil)
        try await under.verifyApp(under.appCode(second), token)
        under.clock.advance(by: .seconds(30))
        let step = try await under.signInWithSRP()
        await expectRefusal("CodeMismatchException") { try await under.answerApp(under.appCode(first), step) }
        #expect(try await under.answerApp(under.appCode(second), step).authenticationResult != nil)
    }

    @Test("without a secret there is nothing to verify")
    func nothingAssociated() async throws {
        try await under.makeUser()
        let token = try await under.tokens().accessToken
        await expectRefusal("SoftwareTokenMFANotFoundException") { try await under.verifyApp("123456", token) }
    }

    @Test("a pool without apps hands out no secrets")
    func notOffered() async throws {
        try await under.makeUser()
        let token = try await under.tokens().accessToken
        try await under.arrange { $0.factors.usesSoftwareToken = false }
        await expectRefusal(
            "SoftwareTokenMFANotFoundException",
            "Software Token MFA has not been enabled by the userPool."
        ) { try await under.associate(token) }
    }

    @Test("token and session together, and neither, are refused")
    func ambiguousOwner() async throws {
        try await under.makeUser()
        let token = try await under.tokens().accessToken
        let session = Sensitive(String(repeating: "A", count: 43))
        await expectRefusal("InvalidParameterException") {
            try await under.call(AssociateSoftwareToken.self, .init(accessToken: token, session: session))
        }
        await expectRefusal("InvalidParameterException") {
            try await under.call(VerifySoftwareToken.self, .init(userCode: "123456"))
        }
        await expectRefusal("NotAuthorizedException", "Invalid session for the user.") {
            try await under.call(AssociateSoftwareToken.self, .init(session: session))
        }
    }

    @Test("a lost app is deleted by an administrator, once")
    func deletion() async throws {
        _ = try await under.makeUserWithApp()
        let request = AdminDeleteSoftwareTokenRequest(userPoolID: PoolUnderTest.poolID, username: "alice")
        try await under.call(AdminDeleteSoftwareToken.self, request)
        #expect(try await under.adminProfile(of: "alice").userMFASettingList == nil)
        #expect(try await under.signInWithSRP().authenticationResult != nil)
        await expectRefusal("InvalidParameterException") {
            try await under.call(AdminDeleteSoftwareToken.self, request)
        }
    }

    @Test("the pool can tell the secret, of the app that is being set up first")
    func secretOfUser() async throws {
        let first = try await under.makeUserWithApp()
        let known = {
            try await under.pool.call { call in
                call.totpSecret(of: try call.user("alice", in: call.pool(PoolUnderTest.poolID)))
            }
        }
        #expect(try await known() == first.value)
        let second = try await under.associate(under.signIn(withApp: first))
        #expect(try await known() == second.value)
    }
}

extension PoolUnderTest {
    /// The access token of a sign-in with password and app.
    fileprivate func signIn(withApp secret: Sensitive<String>) async throws -> Sensitive<String>? {
        try await answerApp(appCode(secret), signInWithSRP()).authenticationResult?.accessToken
    }
}
