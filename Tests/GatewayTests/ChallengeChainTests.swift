import ByteCoding
import HTTPTypes
import LocalPool
import OneTimePassword
import Testing
import UserPoolKit
import WebAuthn

@testable import userpool_gateway

/// Sign-ins of several steps, through the gateway, against a pool that really verifies.
@Suite("challenges, one after another") struct ChallengeChainTests {
    /// A user with all second factors on, whose app was set up through the gateway.
    private func benchWithFactors(
        preferring preferred: String?,
        trackingDevices: Bool = false
    ) async throws -> LocalBench {
        let local = try await LocalBench()
        try await local.makeUser(phone: "+15555550100")
        if trackingDevices { try await local.trackDevices(sparingSecondFactor: true) }
        try await local.askForFactors()
        try await local.test { caller in
            let token = try await caller.accessToken()
            let setup = try await caller.call(.post, "/v1/me/mfa/totp", bearer: token)
            try #require(setup.status == 200, "\(setup.text)")
            let code = try await local.appCode()
            let confirmed = try await caller.call(
                .post,
                "/v1/me/mfa/totp/confirm",
                #"{"code":"\#(code)"}"#,
                bearer: token
            )
            try #require(confirmed.status == 204, "\(confirmed.text)")
            let factors = ["sms", "totp", "email"].map { name in
                #""\#(name)":{"enabled":true,"preferred":\#(name == preferred)}"#
            }
            let set = try await caller.call(
                .put,
                "/v1/me/mfa",
                "{\(factors.joined(separator: ","))}",
                bearer: token
            )
            try #require(set.status == 200, "\(set.text)")
        }
        local.time.move(by: .seconds(30))
        return local
    }

    @Test("password, choice of a factor, app, and a device that is remembered for the next time")
    func chooseFactor() async throws {
        let local = try await benchWithFactors(preferring: nil, trackingDevices: true)
        try await local.test { caller in
            let choice = try await caller.signIn()
            #expect(choice("challenge", "type") == "chooseMfa")
            #expect(Set(choice.texts("challenge", "options") ?? []) == ["sms", "totp", "email"])
            let none = try await caller.answer(choice, #""choice":"pigeon""#)
            #expect(none.status == 422)
            #expect(none("code") == "challengeMismatch")
            #expect(none.faults == ["/choice value"])
            let app = try await caller.answer(choice, #""choice":"totp""#)
            #expect(app("challenge", "type") == "totpCode")
            let code = try await local.appCode()
            let wrong = try await caller.answer(app, #""code":"\#(LocalBench.wrong(code))""#)
            #expect(wrong.status == 422)
            #expect(wrong("code") == "codeMismatch")
            let done = try await caller.answer(app, #""code":"\#(code)""#)
            #expect(done("status") == "signedIn", "\(done.text)")
            let device = try #require(done("device"))

            // The device stands for the second factor.
            let again = try await caller.signIn("alice", #","device":"\#(device)""#)
            #expect(again("status") == "signedIn", "\(again.text)")
            #expect(again("device") != nil)
            let without = try await caller.signIn()
            #expect(without("status") == "challenge")
            let broken = try await caller.signIn("alice", #","device":"\#(device.dropLast(2))AA""#)
            #expect(broken.status == 422)
            #expect(broken.faults == ["/device invalid"])

            // A refresh needs it too.
            let refreshToken = try #require(again("tokens", "refreshToken"))
            let bare = try await caller.post("/v1/sessions/refresh", #"{"refreshToken":"\#(refreshToken)"}"#)
            #expect(bare.status == 401)
            #expect(bare("code") == "refreshTokenInvalid")
            let refreshed = try await caller.post(
                "/v1/sessions/refresh",
                #"{"refreshToken":"\#(refreshToken)","device":"\#(device)"}"#
            )
            #expect(refreshed("status") == "signedIn", "\(refreshed.text)")
            #expect(refreshed("device") != nil)
        }
    }

    @Test("a preferred factor is asked for at once", arguments: [("sms", "smsCode"), ("email", "emailCode")])
    func sentCode(factor: String, type: String) async throws {
        let local = try await benchWithFactors(preferring: factor)
        try await local.test { caller in
            let challenge = try await caller.signIn()
            #expect(challenge("challenge", "type") == type)
            #expect(challenge("challenge", "delivery", "medium") == factor)
            let code = try await local.code()
            let wrong = try await caller.answer(challenge, #""code":"\#(LocalBench.wrong(code))""#)
            #expect(wrong("code") == "codeMismatch")
            let misfit = try await caller.answer(challenge, #""answer":"\#(code)""#)
            #expect(misfit("code") == "challengeMismatch")
            let done = try await caller.answer(challenge, #""code":"\#(code)""#)
            #expect(done("status") == "signedIn", "\(done.text)")
            let spent = try await caller.answer(challenge, #""code":"\#(code)""#)
            #expect(spent.status == 401)
        }
    }

    @Test("a new password, then an app is set up, because the pool insists")
    func newPasswordAndSetup() async throws {
        let local = try await LocalBench()
        try await local.inviteUser("dora")
        try await local.askForFactors("ON")
        try await local.test { caller in
            let first = try await caller.post("/v1/sessions", #"{"username":"dora","password":"Tempor4ry!"}"#)
            #expect(first("challenge", "type") == "newPassword")
            let early = try #require(first("challenge", "token"))
            let misplaced = try await caller.post("/v1/sessions/challenge/setup", #"{"token":"\#(early)"}"#)
            #expect(misplaced.status == 422)
            #expect(misplaced("code") == "challengeMismatch")
            let weak = try await caller.answer(first, #""newPassword":"x""#)
            #expect(weak.status == 422)
            #expect(weak("code") == "passwordPolicy")

            let again = try await caller.post("/v1/sessions", #"{"username":"dora","password":"Tempor4ry!"}"#)
            let second = try await caller.answer(again, #""newPassword":"\#(LocalBench.password)""#)
            #expect(second("challenge", "type") == "setupMfa", "\(second.text)")
            #expect(second.texts("challenge", "options")?.contains("totp") == true)
            let early2 = try await caller.answer(second, #""code":"123456""#)
            #expect(early2("code") == "challengeMismatch")
            let token = try #require(second("challenge", "token"))
            let setup = try await caller.post(
                "/v1/sessions/challenge/setup",
                #"{"token":"\#(token)","issuer":"Example Inc."}"#
            )
            try #require(setup.status == 200, "\(setup.text)")
            #expect(setup.members() == ["qrSvg", "secret", "token", "uri"])
            #expect(setup("uri")?.hasPrefix("otpauth://totp/Example") == true)
            let next = try #require(setup("token"))
            let secret = try OneTimePasswordSecret(base32: try #require(setup("secret")))
            let code = try TOTP(secret).code(at: local.time.now)
            let wrong = try await caller.post(
                "/v1/sessions/challenge",
                #"{"token":"\#(next)","code":"\#(LocalBench.wrong(code))"}"#
            )
            #expect(wrong.status == 422)
            #expect(wrong("code") == "codeMismatch")
            let done = try await caller.post("/v1/sessions/challenge", #"{"token":"\#(next)","code":"\#(code)"}"#)
            #expect(done("status") == "signedIn", "\(done.text)")
        }
    }

    @Test("an issuer that no app can show is refused")
    func badIssuer() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.askForFactors()
        try await local.test { caller in
            let token = try await caller.accessToken()
            let long = String(repeating: "x", count: 3000)
            let answer = try await caller.call(.post, "/v1/me/mfa/totp", #"{"issuer":"\#(long)"}"#, bearer: token)
            #expect(answer.status == 422)
            #expect(answer("code") == "invalidParameter")
        }
    }

    /// Asks one riddle, after the password if there is one.
    private static let triggers: [TriggerKind: any TriggerHandler] = [
        .defineAuthChallenge: ClosureTrigger { event in
            let rounds = event["request"]?.object?["session"]?.array?.compactMap(\.object) ?? []
            let names = rounds.compactMap { $0["challengeName"]?.string }
            if rounds.contains(where: { $0["challengeResult"]?.bool == false }) {
                return event.responding(["failAuthentication": .bool(true), "issueTokens": .bool(false)])
            }
            if names == ["SRP_A"] {
                return event.responding(["challengeName": .string("PASSWORD_VERIFIER"), "issueTokens": .bool(false)])
            }
            return names.last == "CUSTOM_CHALLENGE"
                ? event.responding(["issueTokens": .bool(true), "failAuthentication": .bool(false)])
                : event.responding(["challengeName": .string("CUSTOM_CHALLENGE"), "issueTokens": .bool(false)])
        },
        .createAuthChallenge: ClosureTrigger { event in
            event.responding([
                "publicChallengeParameters": .object(JSONObject().setting("riddle", to: .string("what walks"))),
                "privateChallengeParameters": .object(JSONObject().setting("answer", to: .string("man"))),
            ])
        },
        .verifyAuthChallengeResponse: ClosureTrigger { event in
            let request = event["request"]?.object
            let expected = request?["privateChallengeParameters"]?.object?["answer"]?.string
            return event.responding(["answerCorrect": .bool(request?["challengeAnswer"]?.string == expected)])
        },
    ]

    @Test("the pool's own challenge, with the password before it and without", arguments: [true, false])
    func custom(withPassword: Bool) async throws {
        let local = try await LocalBench(flow: .custom) { $0.triggers = Self.triggers }
        try await local.makeUser()
        try await local.test { caller in
            let password = withPassword ? #","password":"\#(LocalBench.password)""# : ""
            let begin = #"{"username":"alice"\#(password)}"#
            let riddle = try await caller.post("/v1/sessions", begin)
            #expect(riddle("challenge", "type") == "custom", "\(riddle.text)")
            #expect(riddle("challenge", "parameters", "riddle") == "what walks")
            let done = try await caller.answer(riddle, #""answer":"man""#)
            #expect(done("status") == "signedIn", "\(done.text)")

            let again = try await caller.post("/v1/sessions", begin)
            let wrong = try await caller.answer(again, #""answer":"sphinx""#)
            #expect(wrong.status == 401)
            #expect(wrong("code") == "invalidCredentials")
            if withPassword {
                let refused = try await caller.post("/v1/sessions", #"{"username":"alice","password":"Wr0ng!Pass"}"#)
                #expect(refused.status == 401)
            }
        }
    }

    @Test("raw answers do for any challenge")
    func rawAnswers() async throws {
        let local = try await LocalBench(flow: .custom) { $0.triggers = Self.triggers }
        try await local.makeUser()
        try await local.test { caller in
            let riddle = try await caller.post("/v1/sessions", #"{"username":"alice"}"#)
            let done = try await caller.answer(riddle, #""answers":{"ANSWER":"man"}"#)
            #expect(done("status") == "signedIn", "\(done.text)")
        }
    }
}
