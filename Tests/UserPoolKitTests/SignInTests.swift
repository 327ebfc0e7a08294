import ByteCoding
import CognitoClient
import CognitoSRP
import CognitoWire
import Foundation
import Testing
import UserPoolKit

@Suite("Sign-in") struct SignInTests {
    private let password = SecretBytes(utf8: "Passw0rd!")

    @Test(
        "with SRP: the proof fits, and the canonical name is used once the service has said it",
        arguments: [nil, "secret"]
    )
    func srp(secret: String?) async throws {
        let user = try SRPUser(username: "canonical", password: "Passw0rd!")
        let service = ScriptedService { call in
            call.operation == "InitiateAuth" ? user.challenge : FakeTokens.result()
        }
        let step = try await service.pool(secret: secret).signIn(username: "alice@example.com", password: password)
        guard case .signedIn(let signedIn) = step else {
            Issue.record("not signed in: \(step)")
            return
        }
        let tokens = signedIn.tokens
        #expect(tokens.accessToken.value == FakeTokens.access && tokens.refreshToken?.value == "refresh-1")
        #expect(tokens.username == "alice" && tokens.subject == "subject-1")
        #expect(tokens.accessTokenExpiresAt == Date(timeIntervalSince1970: 1_767_416_706))
        #expect(tokens.idTokenExpiresAt == Date(timeIntervalSince1970: 1_767_416_707))

        let calls = service.calls
        #expect(calls.map(\.operation) == ["InitiateAuth", "RespondToAuthChallenge"])
        #expect(calls[0].text("AuthParameters", "USERNAME") == "alice@example.com")
        #expect(calls[0].text("AuthParameters", "PASSWORD") == nil)
        #expect(calls[1].text("ChallengeResponses", "USERNAME") == "canonical")
        #expect(calls[1].text("ChallengeResponses", "TIMESTAMP") == "Sat Jan 3 04:05:06 UTC 2026")
        #expect(user.accepts(calls[1], clientPublicKey: calls[0].text("AuthParameters", "SRP_A") ?? ""))
        for (call, parameters, name) in [
            (calls[0], "AuthParameters", "alice@example.com"), (calls[1], "ChallengeResponses", "canonical"),
        ] {
            let expected = try secret.map {
                try SecretHash.make(username: name, clientID: "1example23456789", clientSecret: SecretBytes(utf8: $0))
            }
            #expect(call.text(parameters, "SECRET_HASH") == expected)
        }
    }

    @Test("with SRP and a wrong password: the proof does not fit")
    func wrongPassword() async throws {
        let user = try SRPUser(username: "alice", password: "another")
        let service = ScriptedService { call in
            call.operation == "InitiateAuth"
                ? user.challenge : FakeTokens.error("NotAuthorizedException", "Incorrect username or password.")
        }
        let error = await #expect(throws: UserPoolError.self) {
            try await service.pool().signIn(username: "alice", password: password)
        }
        #expect(error?.answer?.serviceCode == .notAuthorized)
        #expect(
            !user.accepts(service.calls[1], clientPublicKey: service.calls[0].text("AuthParameters", "SRP_A") ?? "")
        )
    }

    @Test("with the password itself")
    func clearPassword() async throws {
        let service = ScriptedService { _ in FakeTokens.result() }
        let step = try await service.pool().signIn(username: "alice", password: password, flow: .password)
        guard case .signedIn = step else {
            Issue.record("not signed in: \(step)")
            return
        }
        #expect(service.calls[0].text("AuthFlow") == "USER_PASSWORD_AUTH")
        #expect(service.calls[0].text("AuthParameters", "PASSWORD") == "Passw0rd!")
    }

    @Test("a new password is asked for, and given in another process")
    func newPassword() async throws {
        let service = ScriptedService { call in
            call.operation == "InitiateAuth"
                ? .init(
                    json: """
                        {"ChallengeName":"NEW_PASSWORD_REQUIRED","Session":"session-0123456789abcdef","ChallengeParameters":{\
                        "USER_ID_FOR_SRP":"alice","requiredAttributes":"[\\"userAttributes.email\\",\\"nickname\\"]",\
                        "userAttributes":"{\\"email_verified\\":\\"true\\"}"}}
                        """
                ) : FakeTokens.result()
        }
        let pool = try service.pool(secret: "secret")
        let step = try await pool.signIn(username: "alice", password: password, flow: .password)
        guard case .challenge(let challenge) = step, case .newPassword(let required) = challenge.kind else {
            Issue.record("no new password asked for: \(step)")
            return
        }
        #expect(required == ["email", "nickname"])

        let kept = try JSONEncoder().encode(challenge)
        let resumed = try JSONDecoder().decode(SignInChallenge.self, from: kept)
        let answer = ChallengeAnswer.newPassword(
            SecretBytes(utf8: "N3w-Passw0rd!"),
            attributes: ["email": "a@example.com"]
        )
        guard case .signedIn = try await service.pool(secret: "secret").answer(resumed, with: answer) else {
            Issue.record("not signed in")
            return
        }
        let call = service.calls[1]
        #expect(call.text("Session") == "session-0123456789abcdef")
        #expect(call.text("ChallengeName") == "NEW_PASSWORD_REQUIRED")
        #expect(call.text("ChallengeResponses", "NEW_PASSWORD") == "N3w-Passw0rd!")
        #expect(call.text("ChallengeResponses", "userAttributes.email") == "a@example.com")
        #expect(call.text("ChallengeResponses", "userAttributes.email_verified") == nil)
        #expect(call.text("ChallengeResponses", "SECRET_HASH") != nil)
    }

    @Test("a code from an SMS: wrong once, then right, with the same session")
    func smsCode() async throws {
        let service = ScriptedService { call in
            switch (call.operation, call.text("ChallengeResponses", "SMS_MFA_CODE")) {
            case ("InitiateAuth", _):
                .init(
                    json: """
                        {"ChallengeName":"SMS_MFA","Session":"session-0123456789abcdef","ChallengeParameters":{\
                        "CODE_DELIVERY_DELIVERY_MEDIUM":"SMS","CODE_DELIVERY_DESTINATION":"+*******1234"}}
                        """
                )
            case (_, "123456"): FakeTokens.result()
            default: FakeTokens.error("CodeMismatchException", "Invalid code or auth state for the user.")
            }
        }
        let pool = try service.pool()
        let step = try await pool.signIn(username: "alice", password: password, flow: .password)
        guard case .challenge(let challenge) = step, case .smsCode(let delivery) = challenge.kind else {
            Issue.record("no code asked for: \(step)")
            return
        }
        #expect(delivery.destination == "+*******1234" && delivery.medium == .sms)
        let error = await #expect(throws: UserPoolError.self) {
            try await pool.answer(challenge, with: .code("000000"))
        }
        #expect(error?.answer?.serviceCode == .codeMismatch)
        guard case .signedIn = try await pool.answer(challenge, with: .code("123456")) else {
            Issue.record("not signed in")
            return
        }
        #expect(service.calls[2].text("Session") == service.calls[1].text("Session"))
    }

    @Test("any other challenge is handed on with its raw parameters, and answered with raw responses")
    func otherChallenge() async throws {
        let service = ScriptedService { call in
            call.operation == "InitiateAuth"
                ? .init(
                    json: """
                        {"ChallengeName":"SOMETHING_NEW","Session":"session-0123456789abcdef","ChallengeParameters":{"q":"42"}}
                        """
                ) : FakeTokens.result()
        }
        let pool = try service.pool()
        let step = try await pool.signIn(username: "alice", password: password, flow: .password)
        guard case .challenge(let challenge) = step, case .other(let name) = challenge.kind else {
            Issue.record("no challenge: \(step)")
            return
        }
        #expect(name.rawValue == "SOMETHING_NEW" && challenge.parameters.value == ["q": "42"])
        let misfit = await #expect(throws: UserPoolError.self) {
            try await pool.answer(challenge, with: .code("1"))
        }
        #expect(misfit?.code == .answerDoesNotFit)
        #expect(service.calls.count == 1)
        _ = try await pool.answer(challenge, with: .responses(["ANSWER": "forty-two"]))
        #expect(service.calls[1].text("ChallengeResponses", "ANSWER") == "forty-two")
        #expect(service.calls[1].text("ChallengeResponses", "USERNAME") == "alice")
    }

    @Test(
        "an unconfirmed sign-up and a reset password are steps, not failures",
        arguments: [
            ("UserNotConfirmedException", true), ("PasswordResetRequiredException", false),
        ]
    )
    func steps(code: String, isConfirmation: Bool) async throws {
        let service = ScriptedService { _ in FakeTokens.error(code, "first things first") }
        switch try await service.pool().signIn(username: "alice", password: password) {
        case .confirmSignUp(let reason): #expect(isConfirmation && reason.answer?.serviceCode?.rawValue == code)
        case .resetPassword(let reason): #expect(!isConfirmation && reason.answer?.serviceCode?.rawValue == code)
        default: Issue.record("neither step")
        }
    }

    @Test(
        "an answer that makes no sense is a clear error",
        arguments: [
            ("{}", UserPoolError.Code.malformedAnswer),
            ("{\"AuthenticationResult\":{}}", .malformedAnswer),
            ("{\"AuthenticationResult\":{\"AccessToken\":\"x\"}}", .malformedToken),
            ("{\"AuthenticationResult\":{\"AccessToken\":\"e30.e30.AA\"}}", .malformedToken),
            ("{\"ChallengeName\":\"PASSWORD_VERIFIER\",\"ChallengeParameters\":{\"SALT\":\"1\"}}", .malformedAnswer),
        ]
    )
    func nonsense(json: String, code: UserPoolError.Code) async throws {
        let service = ScriptedService { _ in .init(json: json) }
        let error = await #expect(throws: UserPoolError.self) {
            try await service.pool().signIn(username: "alice", password: password)
        }
        #expect(error?.code == code)
    }

    @Test("a challenge of another version or another app client is refused before anything is sent")
    func foreignChallenge() async throws {
        let service = ScriptedService { _ in .init(json: "{\"ChallengeName\":\"SMS_MFA\",\"ChallengeParameters\":{}}") }
        let pool = try service.pool()
        let step = try await pool.signIn(username: "alice", password: password, flow: .password)
        guard case .challenge(let challenge) = step else {
            Issue.record("no challenge: \(step)")
            return
        }
        let text = String(decoding: try JSONEncoder().encode(challenge), as: UTF8.self)
        let versioned = #expect(throws: UserPoolError.self) {
            let newer = text.replacing("\"version\":2", with: "\"version\":3")
            return try JSONDecoder().decode(SignInChallenge.self, from: Data(newer.utf8))
        }
        #expect(versioned?.code == .foreignChallenge)
        let foreign = text.replacing("1example23456789", with: "another")
        let other = try JSONDecoder().decode(SignInChallenge.self, from: Data(foreign.utf8))
        let error = await #expect(throws: UserPoolError.self) { try await pool.answer(other, with: .code("1")) }
        #expect(error?.code == .foreignChallenge && service.calls.count == 1)
    }

    @Test("nothing that is printed shows a secret")
    func redacted() async throws {
        let service = ScriptedService { call in
            call.operation == "InitiateAuth"
                ? .init(
                    json:
                        "{\"ChallengeName\":\"SMS_MFA\",\"Session\":\"canary-session-0123456789\",\"ChallengeParameters\":{}}"
                ) : FakeTokens.result(refreshToken: "canary-refresh")
        }
        let pool = try service.pool(secret: "canary-secret")
        let step = try await pool.signIn(
            username: "alice",
            password: SecretBytes(utf8: "canary-password"),
            flow: .password
        )
        guard case .challenge(let challenge) = step else {
            Issue.record("no challenge")
            return
        }
        var printed = ""
        dump(pool, to: &printed)
        dump(challenge, to: &printed)
        let tokens = try await pool.answer(challenge, with: .code("1"))
        dump(tokens, to: &printed)
        printed += "\(tokens) \(challenge) \(String(reflecting: tokens))"
        #expect(!printed.contains("canary") && !printed.contains(FakeTokens.access))
    }
}

@Suite("User pool") struct UserPoolTests {
    @Test(
        "a malformed pool id is refused",
        arguments: [
            "", "us-east-1", "us-east-1_", "_AbC", "us-east-1_Ab-C", "us-east-1_Ab_C", "us east_1", "us-east-1_Ä",
            "us-east-1_\(String(repeating: "a", count: 60))",
        ]
    )
    func malformedID(_ id: String) throws {
        let rules = try EndpointRules(region: Region("us-east-1"))
        let client = CognitoClient(
            configuration: CognitoClientConfiguration(endpoints: rules),
            transport: ScriptedService { _ in .init() }
        )
        let error = #expect(throws: UserPoolError.self) {
            try UserPool(id: id, appClient: AppClient(id: "client"), cognito: client)
        }
        #expect(error?.code == .malformedPoolID)
    }
}
