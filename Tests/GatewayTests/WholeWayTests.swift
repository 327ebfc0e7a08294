import CognitoClient
import HTTPTypes
import LocalPool
import Testing
import UserPoolKit

@testable import userpool_gateway

/// The gateway in front of a pool that really verifies, in the same process.
@Suite("the whole way") struct WholeWayTests {
    private func gateway(in front: LocalPool) async throws -> GatewayBench {
        let home = try await front.home()
        let rules = try EndpointRules(custom: front.endpoint, region: Region(userPoolID: home.poolID))
        let clientID = try #require(home.clientID)
        let pool = try UserPool(
            id: home.poolID,
            appClient: AppClient(id: clientID, secret: home.clientSecret),
            cognito: CognitoClient(
                configuration: CognitoClientConfiguration(endpoints: rules),
                transport: LocalPoolTransport(front)
            )
        )
        return try GatewayBench(pool: pool, clock: Surroundings.system.now)
    }

    @Test("sign up, confirm, sign in with SRP, and read the profile", arguments: Medium.allCases)
    func wholeWay(_ medium: Medium) async throws {
        let pool = try LocalPool(configuration: LocalPoolConfiguration())
        try await gateway(in: pool).test(over: medium) { caller in
            let signUp = try await caller.post(
                "/v1/signup",
                #"{"username":"carol","password":"Passw0rd!","attributes":{"email":"carol@example.com"}}"#
            )
            #expect(signUp.status == 201)
            #expect(signUp("confirmed") == "false")
            #expect(signUp("delivery", "medium") == "email")

            let early = try await caller.post("/v1/sessions", #"{"username":"carol","password":"Passw0rd!"}"#)
            #expect(early.status == 403)
            #expect(early("code") == "userNotConfirmed")

            let code = try #require(try await pool.nextCode(for: "carol")?.code)
            let wrongCode = code == "000000" ? "000001" : "000000"
            let wrong = try await caller.post("/v1/signup/confirm", #"{"username":"carol","code":"\#(wrongCode)"}"#)
            #expect(wrong.status == 422)
            #expect(wrong("code") == "codeMismatch")
            let right = try await caller.post("/v1/signup/confirm", #"{"username":"carol","code":"\#(code)"}"#)
            #expect(right.status == 200)

            let refused = try await caller.post("/v1/sessions", #"{"username":"carol","password":"Passw0rd?"}"#)
            #expect(refused.status == 401)
            #expect(refused("code") == "invalidCredentials")
            let unknown = try await caller.post("/v1/sessions", #"{"username":"nobody","password":"Passw0rd?"}"#)
            #expect(unknown.status == 401)
            #expect(unknown("detail") == refused("detail"))

            let signIn = try await caller.post("/v1/sessions", #"{"username":"carol","password":"Passw0rd!"}"#)
            #expect(signIn.status == 200)
            #expect(signIn("user", "sub") == signUp("sub"))
            #expect(signIn("tokens", "refreshToken") != nil)
            let token = try #require(signIn("tokens", "accessToken"))

            let profile = try await caller.get("/v1/me", bearer: token)
            #expect(profile.status == 200)
            #expect(profile("username") == "carol")
            #expect(profile("attributes", "email") == "carol@example.com")
            #expect(profile("attributes", "email_verified") == "true")
            #expect(profile.members() == ["attributes", "mfa", "username"])

            let again = try await caller.post("/v1/signup", #"{"username":"carol","password":"Passw0rd!"}"#)
            #expect(again.status == 409)
            #expect(again("code") == "usernameTaken")
            let idToken = try #require(signIn("tokens", "idToken"))
            let wrongToken = try await caller.get("/v1/me", bearer: idToken)
            #expect(wrongToken.status == 401)
        }
    }

    @Test("a user whom somebody else made sets a password of her own, through another gateway")
    func newPassword() async throws {
        let pool = try LocalPool(configuration: LocalPoolConfiguration())
        let made = await pool.respond(
            to: LocalPoolRequest(
                method: .post,
                path: "/",
                headers: [
                    .init("X-Amz-Target")!: "AWSCognitoIdentityProviderService.AdminCreateUser",
                    .contentType: "application/x-amz-json-1.1",
                ],
                body: Array(
                    #"""
                    {"UserPoolId":"\#(try await pool.home().poolID)","Username":"dora","TemporaryPassword":"Tempor4ry!",\#
                    "MessageAction":"SUPPRESS"}
                    """#.utf8
                )
            )
        )
        try #require(made.status == .ok, "\(String(decoding: made.body, as: UTF8.self))")
        let challenge = try await gateway(in: pool).post(
            "/v1/sessions",
            #"{"username":"dora","password":"Tempor4ry!"}"#
        )
        #expect(challenge("challenge", "type") == "newPassword")
        let token = try #require(challenge("challenge", "token"))
        let answer = try await gateway(in: pool).post(
            "/v1/sessions/challenge",
            #"{"token":"\#(token)","newPassword":"Passw0rd!"}"#
        )
        #expect(answer("status") == "signedIn")
        #expect(answer("user", "username") == "dora")
        let spent = try await gateway(in: pool).post(
            "/v1/sessions/challenge",
            #"{"token":"\#(token)","newPassword":"Passw0rd?"}"#
        )
        #expect(spent.status == 401)
        #expect(spent("code") == "challengeExpired")
    }

    @Test("a weak password is refused with the policy's reason")
    func weakPassword() async throws {
        let pool = try LocalPool(configuration: LocalPoolConfiguration())
        let answer = try await gateway(in: pool).post("/v1/signup", #"{"username":"carol","password":"x"}"#)
        #expect(answer.status == 422)
        #expect(answer("code") == "passwordPolicy")
        #expect(answer("detail")?.contains("Password did not conform") == true)
    }
}
