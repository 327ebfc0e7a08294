import ByteCoding
import Foundation
import HTTPTransport
import HTTPTransportTesting
import HTTPTypes
import LocalPool
import Testing

@testable import userpool_gateway

/// The faults of the Node package that are not copied, each by what the service sees and what the caller is told.
@Suite("/rpc, better than the package") struct RPCTests {
    private static let tokens =
        #""username":"alice","accessToken":"\#(Upstream.accessToken)","idToken":"\#(Upstream.idToken)""#

    private func call(
        _ method: String,
        _ body: String,
        _ steps: [ScriptedTransport.Step] = []
    ) async throws -> (answer: Answer, service: ScriptedTransport) {
        let service = ScriptedTransport(steps)
        return (try await GatewayBench(transport: service).post("/rpc/\(method)", body), service)
    }

    @Test("each token's end is its own, not the other's")
    func expiries() async throws {
        let (answer, _) = try await call("login", #"{"username":"alice","password":"x"}"#, [Upstream.signedIn])
        #expect(answer.status == 200, "\(answer.text)")
        #expect(
            answer.members()
                == ["accessToken", "accessTokenExpiresAt", "idToken", "idTokenExpiresAt", "refreshToken"]
        )
        #expect(answer("accessTokenExpiresAt") == "1767416706")
        #expect(answer("idTokenExpiresAt") == "1767416707")
    }

    @Test(
        "every challenge is told by name, and has a session to go on with",
        arguments: [
            ("SMS_MFA", "{}", "MFA_AUTH"), ("EMAIL_OTP", "{}", "MFA_AUTH"),
            ("SOFTWARE_TOKEN_MFA", "{}", "TOTP_AUTH"),
            ("SELECT_MFA_TYPE", #"{"MFAS_CAN_CHOOSE":"[\"SMS_MFA\"]"}"#, "SELECT_MFA"),
            ("MFA_SETUP", #"{"MFAS_CAN_SETUP":"[\"SOFTWARE_TOKEN_MFA\"]"}"#, "MFA_SETUP"),
            ("CUSTOM_CHALLENGE", "{}", "CUSTOM_CHALLENGE"), ("IRIS_SCAN", "{}", "IRIS_SCAN"),
        ]
    )
    func steps(challenge: String, parameters: String, step: String) async throws {
        let (answer, _) = try await call(
            "login",
            #"{"username":"alice","password":"x"}"#,
            [
                Upstream.json(
                    #"{"ChallengeName":"\#(challenge)","Session":"session-1","ChallengeParameters":\#(parameters)}"#
                )
            ]
        )
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.members() == ["loginSession", "nextStep"])
        #expect(answer("nextStep") == step)
        #expect(!answer.text.contains("session-1"))
    }

    @Test("a new password tells which attributes are needed, and takes them without prefix")
    func newPassword() async throws {
        let (first, _) = try await call(
            "login",
            #"{"username":"alice","password":"x"}"#,
            [Upstream.newPasswordRequired]
        )
        #expect(first("nextStep") == "NEW_PASSWORD_REQUIRED")
        #expect(first.texts("requiredAttributes") == ["given_name"])
        let session = try #require(first("loginSession"))
        let (second, service) = try await call(
            "loginNewPasswordRequired",
            #"""
            {"username":"alice","loginSession":"\#(session)","newPassword":"Even-Better-8",\#
            "attributes":{"given_name":"Alice"}}
            """#,
            [Upstream.signedIn]
        )
        #expect(second("accessToken") == Upstream.accessToken)
        let responses = service.requests.first?.json?["ChallengeResponses"]?.object
        #expect(responses?["userAttributes.given_name"]?.string == "Alice")
    }

    @Test("one session never takes another's place: two users, each with their own tokens, one after the other")
    func noSharedState() async throws {
        let service = ScriptedTransport([Upstream.signedIn, Upstream.signedIn, Upstream.signedIn])
        try await GatewayBench(transport: service).test { caller in
            _ = try await caller.post("/rpc/login", #"{"username":"mallory","password":"x"}"#)
            for token in ["token-of-alice", "token-of-bob"] {
                _ = try await caller.post("/rpc/refreshSession", #"{"username":"a","refreshToken":"\#(token)"}"#)
            }
        }
        let sent = service.requests.dropFirst().map { $0.json?["RefreshToken"]?.string }
        #expect(sent == ["token-of-alice", "token-of-bob"])
        #expect(service.requests.dropFirst().allSatisfy { $0.json?["DeviceKey"] == nil })
    }

    @Test("an expired token is reported at once, not retried for seconds")
    func noRetry() async throws {
        let (answer, service) = try await call(
            "refreshSession",
            #"{"username":"alice","refreshToken":"abc"}"#,
            [Upstream.error("NotAuthorizedException", "Refresh Token has expired")]
        )
        #expect(answer.status == 401)
        #expect(answer("code") == "NotAuthorizedException")
        #expect(service.requests.count == 1)
    }

    @Test("refreshSession takes both forms and says clearly which one it needs")
    func refreshNeedsItsToken() async throws {
        let (refused, silent) = try await call("refreshSession", "{\(Self.tokens)}")
        #expect(refused.status == 401)
        #expect(refused("code") == "InvalidParameterException")
        #expect(refused("message") == "this call needs the refresh token")
        #expect(silent.requests.isEmpty)
        let (answer, service) = try await call(
            "refreshSession",
            #"{\#(Self.tokens),"refreshToken":"abc"}"#,
            [Upstream.signedIn]
        )
        #expect(answer("accessToken") == Upstream.accessToken)
        #expect(service.requests.map(\.operation) == ["GetTokensFromRefreshToken"])
    }

    @Test("where both are given the refresh token wins")
    func refreshTokenWins() async throws {
        let user = Upstream.json(#"{"Username":"alice","UserAttributes":[]}"#)
        let body = #"{\#(Self.tokens),"refreshToken":"abc"}"#
        let (_, both) = try await call("profile", body, [Upstream.signedIn, user])
        #expect(both.requests.map(\.operation) == ["GetTokensFromRefreshToken", "GetUser"])
        let (_, one) = try await call("profile", "{\(Self.tokens)}", [user])
        #expect(one.requests.map(\.operation) == ["GetUser"])
    }

    @Test(
        "half of the tokens is none",
        arguments: [
            (#"{"username":"alice"}"#, "/refreshToken"), (#"{"username":"alice","idToken":"a"}"#, "/accessToken"),
            (#"{"username":"alice","accessToken":"a"}"#, "/idToken"), (#"{"refreshToken":"a"}"#, "/username"),
        ]
    )
    func halfTokens(body: String, pointer: String) async throws {
        let (answer, service) = try await call("profile", body)
        #expect(answer.status == 422)
        #expect(answer("code") == "InvalidParameterException")
        #expect(answer("name") == "InvalidParameterException")
        #expect(answer("message")?.contains(pointer) == true)
        #expect(service.requests.isEmpty)
    }

    @Test("profileEdit refuses phone_number by its name, and drops nothing in silence")
    func phoneNumber() async throws {
        let (answer, service) = try await call(
            "profileEdit",
            #"{\#(Self.tokens),"attributes":[{"Name":"name","Value":"A"},{"Name":"phone_number","Value":"+1"}]}"#
        )
        #expect(answer.status == 422)
        #expect(answer("message") == "phone_number is changed with profileEditPhoneNumber")
        #expect(service.requests.isEmpty)
    }

    @Test("profileEdit sends what there is to send, and nothing that is empty")
    func onlyWhatIsNeeded() async throws {
        for (attributes, operations) in [
            ("", []), (#"{"Name":"name","Value":"A"}"#, ["UpdateUserAttributes"]),
            (#"{"Name":"name","Value":null}"#, ["DeleteUserAttributes"]),
            (#"{"Name":"name","Value":""}"#, ["DeleteUserAttributes"]),
            (#"{"Name":"a","Value":""},{"Name":"b","Value":"B"}"#, ["UpdateUserAttributes", "DeleteUserAttributes"]),
        ] {
            let (answer, service) = try await call(
                "profileEdit",
                #"{\#(Self.tokens),"attributes":[\#(attributes)]}"#,
                operations.map { _ in Upstream.json("{}") }
            )
            #expect(answer.text == #""SUCCESS""#)
            #expect(service.requests.map(\.operation) == operations)
        }
        let (twice, _) = try await call(
            "profileEdit",
            #"{\#(Self.tokens),"attributes":[{"Name":"a","Value":"1"},{"Name":"a","Value":"2"}]}"#
        )
        #expect(twice.status == 422)
    }

    @Test("MFA is switched by today's operation, and the switch must be said")
    func setMfa() async throws {
        let user = Upstream.json(#"{"Username":"alice","UserAttributes":[]}"#)
        let (_, service) = try await call(
            "setMfa",
            #"{\#(Self.tokens),"enableMfa":true}"#,
            [user, user, Upstream.json("{}"), user]
        )
        let request = try #require(service.requests.first { $0.operation == "SetUserMFAPreference" }?.json)
        #expect(request["SMSMfaSettings"]?.object?["Enabled"]?.bool == true)
        #expect(request["SMSMfaSettings"]?.object?["PreferredMfa"]?.bool == true)
        #expect(!service.requests.contains { $0.operation == "SetUserSettings" })
        let (absent, silent) = try await call("setMfa", "{\(Self.tokens)}")
        #expect(absent("message")?.contains("/enableMfa") == true)
        #expect(silent.requests.isEmpty)
    }

    @Test("an app client may have a secret")
    func clientSecret() async throws {
        let local = try await LocalBench { $0.clientSecret = SecretBytes(utf8: "abcdefghijklmnopqrstuvwxyz") }
        try await local.makeUser()
        try await local.test { caller in
            let login = try await caller.post(
                "/rpc/login",
                #"{"username":"alice","password":"\#(LocalBench.password)"}"#
            )
            let token = try #require(login("refreshToken"), "\(login.text)")
            let fresh = try await caller.post(
                "/rpc/refreshSession",
                #"{"username":"alice","refreshToken":"\#(token)"}"#
            )
            #expect(fresh.status == 200, "\(fresh.text)")
        }
    }

    @Test("a login session that nobody sealed, and a code for a challenge that takes none")
    func sessions() async throws {
        let (forged, _) = try await call("loginMfa", #"{"username":"a","loginSession":"abc","mfaCode":"1"}"#)
        #expect(forged.status == 422)
        #expect(forged("code") == "InvalidParameterException")
        let (first, _) = try await call(
            "login",
            #"{"username":"alice","password":"x"}"#,
            [Upstream.newPasswordRequired]
        )
        let session = try #require(first("loginSession"))
        let (misfit, service) = try await call(
            "loginMfa",
            #"{"username":"a","loginSession":"\#(session)","mfaCode":"1"}"#
        )
        #expect(misfit.status == 422)
        #expect(service.requests.isEmpty)
    }

    @Test("a method that is not there, and a body that is none")
    func notThere() async throws {
        let (unknown, _) = try await call("dropTable", "{}")
        #expect(unknown.status == 404)
        #expect(unknown("code") == "UnknownOperationException")
        let (broken, _) = try await call("login", "{")
        #expect(broken.status == 400)
        #expect(broken("code") == "SerializationException")
        #expect(broken.members() == ["code", "message", "name"])
    }

    @Test("a service that cannot be reached is a network error, with a time to try again")
    func unreachable() async throws {
        let failure = ScriptedTransport.Step.fail(.init(.couldNotConnect, "no", mayHaveReachedServer: false))
        let (answer, _) = try await call(
            "login",
            #"{"username":"alice","password":"x"}"#,
            Array(repeating: failure, count: 6)
        )
        #expect(answer.status == 503)
        #expect(answer("code") == "NetworkError")
        #expect(answer.headers[.retryAfter] == "1")
    }

    @Test("with gateway.rpc off there is nothing at /rpc")
    func off() async throws {
        var rules = RequestRules()
        rules.offersRPC = false
        let answer = try await GatewayBench(rules: rules).post("/rpc/login", "{}")
        #expect(answer.status == 404)
        #expect(answer("code") == "notFound")
    }

    @Test("the log has the template and the problem, not the method's parameters")
    func log() async throws {
        let bench = try GatewayBench()
        _ = try await bench.post("/rpc/login", #"{"username":"canary"}"#)
        #expect(bench.log.lines.contains { $0.contains(#""route":"/rpc/{method}""#) })
        #expect(bench.log.lines.contains { $0.contains(#""code":"invalidParameter""#) })
        #expect(!bench.log.lines.contains { $0.contains("canary") })
    }
}
