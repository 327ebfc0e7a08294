import ByteCoding
import CognitoWire
import HTTPTransportTesting
import HTTPTypes
import LocalPool
import Testing
import UserPoolKit

@testable import userpool_gateway

/// Sessions after the sign-in, against a pool that really checks.
@Suite("sessions, until they end") struct SessionLifeTests {
    @Test("a refresh makes new tokens and keeps the refresh token")
    func refresh() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.test { caller in
            let signIn = try await caller.signIn()
            let token = try #require(signIn("tokens", "refreshToken"))
            local.time.move(by: .seconds(60))
            let fresh = try await caller.post("/v1/sessions/refresh", #"{"refreshToken":"\#(token)"}"#)
            #expect(fresh.status == 200, "\(fresh.text)")
            #expect(fresh("status") == "signedIn")
            #expect(fresh("tokens", "refreshToken") == token)
            #expect(fresh("tokens", "accessToken") != signIn("tokens", "accessToken"))
            #expect(fresh("user", "sub") == signIn("user", "sub"))
            #expect(fresh("tokens", "expiresIn") == "3600")
        }
    }

    @Test("rotation is the pool's affair: a token that was exchanged is refused by its name")
    func reuse() async throws {
        let bench = try GatewayBench([
            Upstream.error("RefreshTokenReuseException", "Refresh token has been used.")
        ])
        let answer = try await bench.post("/v1/sessions/refresh", #"{"refreshToken":"abc"}"#)
        #expect(answer.status == 401)
        #expect(answer("code") == "refreshTokenReused")
    }

    @Test(
        "a refresh token that is none, or whose user is gone",
        arguments: [
            ("NotAuthorizedException", "Invalid Refresh Token"), ("NotAuthorizedException", "Whatever."),
            ("UserNotFoundException", "User does not exist."),
        ]
    )
    func badRefresh(name: String, message: String) async throws {
        let answer = try await GatewayBench([Upstream.error(name, message)])
            .post("/v1/sessions/refresh", #"{"refreshToken":"abc"}"#)
        #expect(answer.status == 401)
        #expect(answer("code") == "refreshTokenInvalid")
    }

    @Test("a refresh needs its token, and a device only one that was given out here")
    func refreshFaults() async throws {
        let bench = try GatewayBench()
        let bare = try await bench.post("/v1/sessions/refresh", "{}")
        #expect(bare.faults == ["/refreshToken required"])
        let device = try await bench.post("/v1/sessions/refresh", #"{"refreshToken":"a","device":"b"}"#)
        #expect(device.status == 422)
        #expect(device.faults == ["/device invalid"])
    }

    @Test("a challenge's token is no device, and the other way round")
    func purposes() async throws {
        let bench = try GatewayBench([Upstream.smsCode])
        let challenge = try await bench.post("/v1/sessions", #"{"username":"alice","password":"x"}"#)
        let token = try #require(challenge("challenge", "token"))
        let body = #"{"refreshToken":"a","device":"\#(token)"}"#
        let answer = try await GatewayBench().post("/v1/sessions/refresh", body)
        #expect(answer.faults == ["/device invalid"])
        let device = try bench.gateway.sealer.seal(
            .init(key: "k", groupKey: "g", password: .init("p"), username: "alice")
        )
        #expect(try bench.gateway.sealer.open(device: device).key == "k")
        let other = try await GatewayBench().post("/v1/sessions/challenge", #"{"token":"\#(device)","code":"1"}"#)
        #expect(other.status == 422)
        #expect(other("code") == "challengeMismatch")
    }

    @Test("the current session tells its claims, until it expires")
    func current() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.test { caller in
            let signIn = try await caller.signIn()
            let token = try #require(signIn("tokens", "accessToken"))
            let current = try await caller.get("/v1/sessions/current", bearer: token)
            #expect(current.status == 200, "\(current.text)")
            #expect(current.members() == ["claims", "expiresAt"])
            #expect(current("claims", "username") == "alice")
            #expect(current("claims", "token_use") == "access")
            #expect(current("expiresAt") == signIn("tokens", "accessTokenExpiresAt"))

            let idToken = try #require(signIn("tokens", "idToken"))
            for wrong in [idToken, token + "A", "abc"] {
                let refused = try await caller.get("/v1/sessions/current", bearer: wrong)
                #expect(refused.status == 401)
                #expect(refused("code") == "tokenInvalid")
                #expect(refused("detail") == "The token is not valid.")
            }
            local.time.move(by: .seconds(3600 + 61))
            let late = try await caller.get("/v1/sessions/current", bearer: token)
            #expect(late.status == 401)
            #expect(late("code") == "tokenExpired")
            #expect(late.headers[.wwwAuthenticate] == #"Bearer error="invalid_token""#)
        }
    }

    @Test("signing out here ends this session and no other")
    func signOut() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.test { caller in
            let (here, there) = (try await caller.signIn(), try await caller.signIn())
            let token = try #require(here("tokens", "accessToken"))
            let refreshToken = try #require(here("tokens", "refreshToken"))
            let bare = try await caller.call(.delete, "/v1/sessions/current", "{}", bearer: token)
            #expect(bare.faults == ["/refreshToken required"])
            let body = #"{"refreshToken":"\#(refreshToken)"}"#
            let out = try await caller.call(.delete, "/v1/sessions/current", body, bearer: token)
            #expect(out.status == 204, "\(out.text)")
            #expect(try await caller.post("/v1/sessions/refresh", body).status == 401)
            #expect(try await caller.get("/v1/me", bearer: token).status == 401)
            let other = try #require(there("tokens", "refreshToken"))
            #expect(try await caller.post("/v1/sessions/refresh", #"{"refreshToken":"\#(other)"}"#).status == 200)
        }
    }

    @Test("an app client that does not revoke tokens is told to sign out everywhere")
    func noRevocation() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        let id = try #require(local.home.clientID)
        try await local.administrate(
            "UpdateUserPoolClient",
            #"""
            "ClientId":"\#(id)","EnableTokenRevocation":false,\#
            "ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]
            """#
        )
        try await local.test { caller in
            let token = try await caller.accessToken()
            let answer = try await caller.call(.delete, "/v1/sessions/current", #"{"refreshToken":"a"}"#, bearer: token)
            #expect(answer.status == 501, "\(answer.text)")
            #expect(answer("code") == "unsupported")
        }
    }

    @Test("signing out everywhere ends every session")
    func signOutEverywhere() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.test { caller in
            let (here, there) = (try await caller.signIn(), try await caller.signIn())
            let token = try #require(here("tokens", "accessToken"))
            #expect(try await caller.call(.delete, "/v1/sessions", bearer: token).status == 204)
            for session in [here, there] {
                let refreshToken = try #require(session("tokens", "refreshToken"))
                let answer = try await caller.post("/v1/sessions/refresh", #"{"refreshToken":"\#(refreshToken)"}"#)
                #expect(answer.status == 401)
            }
            let again = try await caller.call(.delete, "/v1/sessions", bearer: token)
            #expect(again.status == 401)
            #expect(again("code") == "tokenRevoked")
        }
    }
}
