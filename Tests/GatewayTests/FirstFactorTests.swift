import ByteCoding
import HTTPTypes
import LocalPool
import Testing
import UserPoolKit
import WebAuthn

@testable import userpool_gateway

/// Sign-ins in the flow `USER_AUTH`, where the user chooses how.
@Suite("ways to sign in") struct FirstFactorTests {
    private static let origin = "http://localhost:9229"

    @Test("a code by e-mail or SMS, asked for by name", arguments: [("emailOtp", "emailCode"), ("smsOtp", "smsCode")])
    func codes(factor: String, type: String) async throws {
        let local = try await LocalBench()
        try await local.makeUser(phone: "+15555550100")
        try await local.test { caller in
            let challenge = try await caller.post("/v1/sessions", #"{"username":"alice","factor":"\#(factor)"}"#)
            #expect(challenge("challenge", "type") == type, "\(challenge.text)")
            let code = try await local.code()
            let wrong = try await caller.answer(challenge, #""code":"\#(LocalBench.wrong(code))""#)
            #expect(wrong.status == 422)
            #expect(wrong("code") == "codeMismatch")
            let done = try await caller.answer(challenge, #""code":"\#(code)""#)
            #expect(done("status") == "signedIn", "\(done.text)")
        }
    }

    @Test("a password, asked for by name, in clear and proved", arguments: ["password", "passwordSrp"])
    func passwords(factor: String) async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.test { caller in
            let done = try await caller.signIn("alice", #","factor":"\#(factor)""#)
            #expect(done("status") == "signedIn", "\(done.text)")
            let wrong = try await caller.post(
                "/v1/sessions",
                #"{"username":"alice","password":"Wr0ng!Pass","factor":"\#(factor)"}"#
            )
            #expect(wrong.status == 401)
            #expect(wrong("code") == "invalidCredentials")
            let none = try await caller.post("/v1/sessions", #"{"username":"alice","factor":"\#(factor)"}"#)
            #expect(none.status == 422)
            #expect(none.faults == ["/password required"])
        }
    }

    @Test("a factor that nobody knows is a fault of the request")
    func unknownFactor() async throws {
        let answer = try await GatewayBench().post("/v1/sessions", #"{"username":"alice","factor":"iris"}"#)
        #expect(answer.status == 422)
        #expect(answer.faults == ["/factor value"])
    }

    @Test("the user chooses from what there is")
    func choice() async throws {
        let local = try await LocalBench(flow: .choice())
        try await local.makeUser(phone: "+15555550100")
        try await local.test { caller in
            let begin = #"{"username":"alice"}"#
            let first = try await caller.post("/v1/sessions", begin)
            #expect(first("challenge", "type") == "chooseFirstFactor", "\(first.text)")
            #expect(first.texts("challenge", "options") == ["password", "passwordSrp", "emailOtp", "smsOtp"])
            let bare = try await caller.answer(first, #""choice":"password""#)
            #expect(bare.status == 422)
            #expect(bare("code") == "challengeMismatch")
            let none = try await caller.answer(first, #""choice":"passkey""#)
            #expect(none.faults == ["/choice value"])
            let done = try await caller.answer(first, #""password":"\#(LocalBench.password)""#)
            #expect(done("status") == "signedIn", "\(done.text)")

            let second = try await caller.post("/v1/sessions", begin)
            let refused = try await caller.answer(second, #""password":"Wr0ng!Pass""#)
            #expect(refused.status == 401)
            #expect(refused("code") == "invalidCredentials")

            let third = try await caller.post("/v1/sessions", begin)
            let mail = try await caller.answer(third, #""choice":"emailOtp""#)
            #expect(mail("challenge", "type") == "emailCode")
            let signedIn = try await caller.answer(mail, #""code":"\#(try await local.code())""#)
            #expect(signedIn("status") == "signedIn", "\(signedIn.text)")

            let direct = try await caller.signIn()
            #expect(direct("status") == "signedIn", "\(direct.text)")
        }
    }

    @Test("a passkey is registered, signs in, is listed and removed; a stranger's does nothing")
    func passkey() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.administrate(
            "SetUserPoolMfaConfig",
            #""WebAuthnConfiguration":{"RelyingPartyId":"localhost","UserVerification":"preferred"}"#
        )
        try await local.test { caller in
            let token = try await caller.accessToken()
            let options = try await caller.call(.post, "/v1/me/passkeys", bearer: token)
            try #require(options.status == 200, "\(options.text)")
            #expect(options("options", "rp", "id") == "localhost")
            var authenticator = try SoftwareAuthenticator()
            let credential = try authenticator.register(
                options: try #require(options.json("options")).text,
                origin: Self.origin
            )
            let forged = try await caller.call(
                .post,
                "/v1/me/passkeys",
                #"{"credential":{"id":"AAAA"}}"#,
                bearer: token
            )
            #expect(forged.status == 422, "\(forged.text)")
            let made = try await caller.call(
                .post,
                "/v1/me/passkeys",
                #"{"credential":\#(credential)}"#,
                bearer: token
            )
            #expect(made.status == 204, "\(made.text)")

            let list = try await caller.call(.get, "/v1/me/passkeys?limit=1", bearer: token)
            let passkey = try #require(list.json("passkeys")?.array?.first?.object)
            #expect(passkey["relyingPartyId"]?.string == "localhost")

            let begin = #"{"username":"alice","factor":"passkey"}"#
            let challenge = try await caller.post("/v1/sessions", begin)
            #expect(challenge("challenge", "type") == "passkey", "\(challenge.text)")
            let request = try #require(challenge.json("challenge", "parameters", "options")).text
            let assertion = try authenticator.authenticate(options: request, origin: Self.origin)
            let done = try await caller.answer(challenge, #""credential":\#(assertion)"#)
            #expect(done("status") == "signedIn", "\(done.text)")
            let second = try await caller.post("/v1/sessions", begin)
            let replayed = try await caller.answer(second, #""credential":\#(assertion)"#)
            #expect(replayed.status >= 400)
            #expect(replayed("status") != "signedIn")

            let id = try #require(passkey["id"]?.string)
            let removed = try await caller.call(.delete, "/v1/me/passkeys/\(id)", bearer: token)
            #expect(removed.status == 204)
            let again = try await caller.call(.delete, "/v1/me/passkeys/\(id)", bearer: token)
            #expect(again.status >= 400)
            let empty = try await caller.call(.get, "/v1/me/passkeys", bearer: token)
            #expect(empty.json("passkeys")?.array?.isEmpty == true)
        }
    }

    @Test("passkeys of nobody", arguments: ["GET", "POST"])
    func noToken(method: String) async throws {
        try await GatewayBench().test { caller in
            let answer = try await caller.call(method == "GET" ? .get : .post, "/v1/me/passkeys")
            #expect(answer.status == 401)
            #expect(answer("code") == "tokenInvalid")
        }
    }
}
