import ByteCoding
import CognitoWire
import Testing
import UserPoolKit

@Suite("What goes along with calls") struct ContextTests {
    private let password = SecretBytes(utf8: "Passw0rd!")
    private let metadata = ["source": "test"]

    /// Answers sign-ins with a challenge, and its answer with tokens.
    private let service = ScriptedService { call in
        switch call.operation {
        case "InitiateAuth" where call.text("AuthFlow") != "REFRESH_TOKEN_AUTH":
            .init(json: #"{"ChallengeName":"SMS_MFA","Session":"session-0123456789abcdef","ChallengeParameters":{}}"#)
        case "InitiateAuth", "RespondToAuthChallenge", "GetTokensFromRefreshToken": FakeTokens.result()
        case "SignUp": .init(json: #"{"UserConfirmed":true,"UserSub":"subject-1"}"#)
        default: .init()
        }
    }

    /// Makes every call whose request can carry them.
    private func callEverything(_ pool: UserPool) async throws {
        _ = try await pool.signUp(username: "alice", password: password, metadata: metadata)
        try await pool.confirmSignUp(username: "alice", code: "123456", metadata: metadata)
        _ = try await pool.resendSignUpCode(username: "alice", metadata: metadata)
        let options = SignInOptions(metadata: metadata)
        let step = try await pool.signIn(username: "alice", password: password, flow: .password, options: options)
        let session = try await pool.answer(step.challenge, with: .code("123456"), metadata: metadata).session
        _ = try await pool.refresh(session, metadata: metadata)
        _ = try await pool.forgotPassword(username: "alice", metadata: metadata)
        try await pool.resetPassword(username: "alice", code: "123456", to: password, metadata: metadata)
    }

    @Test("the triggers' metadata goes with every call that takes it, each refresh among them")
    func metadataEverywhere() async throws {
        try await callEverything(service.pool())
        let token = Sensitive("token")
        let pool = try service.pool()
        _ = try await pool.updateAttributes(["nickname": "Al"], accessToken: token, metadata: metadata)
        _ = try await pool.sendVerificationCode(for: "email", accessToken: token, metadata: metadata)
        let classic = try service.pool(refresh: .classic)
        let tokens = try TokenSet(accessToken: Sensitive(FakeTokens.access), refreshToken: Sensitive("refresh-1"))
        _ = try await classic.refresh(UserSession(tokens: tokens), metadata: metadata)
        #expect(service.calls.count == 11)
        for call in service.calls { #expect(call.text("ClientMetadata", "source") == "test", "\(call.operation)") }
    }

    @Test("what is known of the caller goes with every call that takes it, and with none if nothing is known")
    func contextEverywhere() async throws {
        let context = RequestContext(ipAddress: "192.0.2.1", encodedData: "data", analyticsEndpointID: "endpoint")
        try await callEverything(service.pool().with(context))
        let calls = service.calls.filter { $0.operation != "GetTokensFromRefreshToken" }
        #expect(calls.count == 7)
        for call in calls {
            #expect(call.text("UserContextData", "IpAddress") == "192.0.2.1", "\(call.operation)")
            #expect(call.text("UserContextData", "EncodedData") == "data", "\(call.operation)")
            #expect(call.text("AnalyticsMetadata", "AnalyticsEndpointId") == "endpoint", "\(call.operation)")
        }
        try await callEverything(service.pool())
        for call in service.calls.dropFirst(8) {
            #expect(call.body["UserContextData"] == nil && call.body["AnalyticsMetadata"] == nil)
        }
    }
}
