import ByteCoding
import HTTPTransportTesting
import HTTPTypes
import Testing
import UserPoolKit

@testable import userpool_gateway

@Suite("/v1/sessions") struct SessionTests {
    private static let credentials = #"{"username":"alice","password":"Correct-Horse-7"}"#

    @Test("tokens, their ends and the user", arguments: Medium.allCases)
    func signIn(_ medium: Medium) async throws {
        let bench = try GatewayBench([Upstream.signedIn])
        try await bench.test(over: medium) { caller in
            let answer = try await caller.post("/v1/sessions", Self.credentials)
            #expect(answer.status == 200)
            #expect(answer.members() == ["status", "tokens", "user"])
            #expect(answer("status") == "signedIn")
            #expect(answer("tokens", "accessToken") == Upstream.accessToken)
            #expect(answer("tokens", "idToken") == Upstream.idToken)
            #expect(answer("tokens", "refreshToken") == Upstream.refreshToken)
            #expect(answer("tokens", "tokenType") == "Bearer")
            #expect(answer("tokens", "expiresIn") == "3600")
            #expect(answer("tokens", "accessTokenExpiresAt") == "1767416706")
            #expect(answer("tokens", "idTokenExpiresAt") == "1767416707")
            #expect(answer.members("user") == ["sub", "username"])
            #expect(answer("user", "username") == "alice")
            #expect(answer("user", "sub") == "subject-1")
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(answer.headers[.init("Pragma")!] == "no-cache")
        }
    }

    @Test("a user who does not exist and a wrong password look alike, but for the request's id")
    func hiddenUsers() async throws {
        let wrongPassword = Upstream.error("NotAuthorizedException", "Incorrect username or password.")
        let noUser = Upstream.error("UserNotFoundException", "User does not exist.")
        let bench = try GatewayBench([wrongPassword, noUser])
        try await bench.test { caller in
            let id = HTTPFieldsFixture.requestID("same")
            let first = try await caller.post("/v1/sessions", Self.credentials, headers: id)
            let second = try await caller.post("/v1/sessions", Self.credentials, headers: id)
            #expect(first.status == 401)
            #expect(first("code") == "invalidCredentials")
            #expect(first.text == second.text)
            #expect(first.headers == second.headers)
            #expect(first.headers[.wwwAuthenticate] == "Bearer")
        }
    }

    @Test("with hideUserExistence off the service's answer shows")
    func shownUsers() async throws {
        var rules = RequestRules()
        rules.hidesUserExistence = false
        for (name, message, status, code) in [
            ("UserNotFoundException", "No.", 404, "userNotFound"),
            ("NotAuthorizedException", "User is disabled.", 403, "userDisabled"),
        ] {
            let answer = try await GatewayBench([Upstream.error(name, message)], rules: rules)
                .post("/v1/sessions", Self.credentials)
            #expect(answer.status == status)
            #expect(answer("code") == code)
        }
    }

    @Test("whoever showed no password is not told in which state a user is")
    func stateWithoutPassword() async throws {
        for name in ["UserNotConfirmedException", "PasswordResetRequiredException", "UserNotFoundException"] {
            let answer = try await GatewayBench([Upstream.error(name, "No.")])
                .post("/v1/sessions", #"{"username":"alice","factor":"emailOtp"}"#)
            #expect(answer.status == 401)
            #expect(answer("code") == "invalidCredentials")
        }
    }

    @Test(
        "states of users and limits have codes of their own",
        arguments: [
            ("UserNotConfirmedException", "User is not confirmed.", 403, "userNotConfirmed"),
            ("PasswordResetRequiredException", "Password reset required for the user", 403, "passwordResetRequired"),
            ("NotAuthorizedException", "User is disabled.", 401, "invalidCredentials"),
            ("NotAuthorizedException", "Password attempts exceeded", 429, "tooManyAttempts"),
        ]
    )
    func states(name: String, message: String, status: Int, code: String) async throws {
        let answer = try await GatewayBench([Upstream.error(name, message)]).post("/v1/sessions", Self.credentials)
        #expect(answer.status == status)
        #expect(answer("code") == code)
    }

    @Test("a new password is set through another gateway with the same keys", arguments: [nil, "old"] as [String?])
    func newPassword(sealedWith keyID: String?) async throws {
        // The first gateway may still seal with the key that the second one only opens with.
        let keys = keyID == nil ? GatewayBench.sealKeys : "old:\(GatewayBench.oldKey)"
        let challenge = try await GatewayBench([Upstream.newPasswordRequired], sealKeys: keys)
            .post("/v1/sessions", Self.credentials)
        #expect(challenge.status == 200)
        #expect(challenge.members() == ["challenge", "status"])
        #expect(challenge("status") == "challenge")
        #expect(challenge.members("challenge") == ["expiresAt", "requiredAttributes", "token", "type"])
        #expect(challenge("challenge", "type") == "newPassword")
        #expect(challenge("challenge", "expiresAt") == "\(Upstream.now.seconds + 180)")
        #expect(challenge.text.contains(#""requiredAttributes":["given_name"]"#))
        let token = try #require(challenge("challenge", "token"))
        #expect(!challenge.text.contains("session-1"))

        let service = ScriptedTransport([Upstream.signedIn])
        let answer = try await GatewayBench(transport: service).post(
            "/v1/sessions/challenge",
            #"{"token":"\#(token)","newPassword":"Even-Better-8","attributes":{"given_name":"Alice"}}"#
        )
        #expect(answer.status == 200)
        #expect(answer("status") == "signedIn")
        let request = try #require(service.requests.first?.json)
        #expect(request["Session"]?.string == "session-1")
        #expect(request["ChallengeResponses"]?.object?["NEW_PASSWORD"]?.string == "Even-Better-8")
        #expect(request["ChallengeResponses"]?.object?["USERNAME"]?.string == "alice")
        #expect(request["ChallengeResponses"]?.object?["userAttributes.given_name"]?.string == "Alice")
    }

    @Test("a wrong code may be followed by the right one, with the same token")
    func smsCode() async throws {
        let bench = try GatewayBench([
            Upstream.smsCode, Upstream.error("CodeMismatchException", "Invalid code."), Upstream.signedIn,
        ])
        try await bench.test { caller in
            let challenge = try await caller.post("/v1/sessions", Self.credentials)
            #expect(challenge("challenge", "type") == "smsCode")
            #expect(challenge("challenge", "delivery", "medium") == "sms")
            #expect(challenge("challenge", "delivery", "destination") == "+*******1234")
            let token = try #require(challenge("challenge", "token"))
            let wrong = try await caller.post("/v1/sessions/challenge", #"{"token":"\#(token)","code":"000000"}"#)
            #expect(wrong.status == 422)
            #expect(wrong("code") == "codeMismatch")
            let right = try await caller.post("/v1/sessions/challenge", #"{"token":"\#(token)","code":"123456"}"#)
            #expect(right("status") == "signedIn")
        }
    }

    @Test("a challenge without a form of its own shows its parameters and takes raw answers")
    func otherChallenge() async throws {
        let service = ScriptedTransport([Upstream.otherChallenge, Upstream.signedIn])
        try await GatewayBench(transport: service).test { caller in
            let challenge = try await caller.post("/v1/sessions", Self.credentials)
            #expect(challenge("challenge", "type") == "other")
            #expect(challenge("challenge", "name") == "IRIS_SCAN")
            #expect(challenge("challenge", "parameters", "question") == "left or right")
            let token = try #require(challenge("challenge", "token"))
            let answer = try await caller.post(
                "/v1/sessions/challenge",
                #"{"token":"\#(token)","answers":{"IRIS":"left"}}"#
            )
            #expect(answer("status") == "signedIn")
        }
        #expect(service.requests.last?.json?["ChallengeResponses"]?.object?["IRIS"]?.string == "left")
    }

    @Test("an answer of the wrong kind is refused before the service sees it")
    func wrongKind() async throws {
        let service = ScriptedTransport([Upstream.smsCode])
        try await GatewayBench(transport: service).test { caller in
            let challenge = try await caller.post("/v1/sessions", Self.credentials)
            let token = try #require(challenge("challenge", "token"))
            let answer = try await caller.post("/v1/sessions/challenge", #"{"token":"\#(token)","newPassword":"x"}"#)
            #expect(answer.status == 422)
            #expect(answer("code") == "challengeMismatch")
        }
        #expect(service.requests.count == 1)
    }

    @Test("a session that the service has forgotten is a challenge that has expired")
    func forgottenSession() async throws {
        let bench = try GatewayBench([
            Upstream.smsCode, Upstream.error("NotAuthorizedException", "Invalid session for the user."),
        ])
        try await bench.test { caller in
            let challenge = try await caller.post("/v1/sessions", Self.credentials)
            let token = try #require(challenge("challenge", "token"))
            let answer = try await caller.post("/v1/sessions/challenge", #"{"token":"\#(token)","code":"123456"}"#)
            #expect(answer.status == 401)
            #expect(answer("code") == "challengeExpired")
        }
    }

    @Test("neither, or more than one, answer", arguments: ["", #","code":"1","newPassword":"x""#])
    func ambiguous(_ rest: String) async throws {
        let answer = try await GatewayBench().post("/v1/sessions/challenge", #"{"token":"abc"\#(rest)}"#)
        #expect(answer.status == 422)
        #expect(answer("code") == "invalidParameter")
    }
}
