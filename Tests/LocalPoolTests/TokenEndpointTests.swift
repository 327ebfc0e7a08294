import ByteCoding
import CognitoWire
import HTTPTypes
import LocalPool
import Testing

@Suite("The token endpoint") struct TokenEndpointTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("changes a code for tokens, once")
    func code() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication()
        let code = try await under.authorizationCode(clientID, ["nonce": "n1"])
        under.clock.advance(by: .seconds(299))
        let answer = try await under.redeem(code, clientID)
        #expect(answer.status == 200)
        #expect(
            answer.members.keys.sorted() == ["access_token", "expires_in", "id_token", "refresh_token", "token_type"]
        )
        #expect(answer.members["token_type"] == .string("Bearer") && answer.members["expires_in"] == .integer(3600))
        let access = try claims(answer.members["access_token"])
        #expect(access["scope"] == .string("openid email phone profile aws.cognito.signin.user.admin"))
        #expect(access["version"] == .integer(2) && access["client_id"] == .string(clientID) && access["aud"] == nil)
        #expect(access["auth_time"] == .integer(under.clock.now.seconds - 299))
        let identity = try claims(answer.members["id_token"])
        #expect(identity["nonce"] == .string("n1") && identity["email"] == .string("alice@example.com"))
        #expect(identity["at_hash"] == nil && identity["version"] == nil)
        let token = Sensitive(try #require(answer.members["access_token"]?.string))
        #expect(try await under.profile(token).username.value == "alice")
        try await expect(.invalidGrant) { try await under.redeem(code, clientID) }
    }

    @Test("takes a code for five minutes, from its client, for its address")
    func refusedCodes() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication()
        let other = try await under.makeApplication()
        let code = try await under.authorizationCode(clientID)
        try await expect(.invalidGrant) { try await under.redeem(code, other) }
        try await expect(.invalidGrant) { try await under.redeem("made-up", clientID) }
        try await expect(.invalidGrant) {
            try await under.redeem(code, clientID, ["redirect_uri": "https://evil.example"])
        }
        try await expect(.invalidRequest) { try await under.redeem(code, clientID, ["redirect_uri": nil]) }
        try await expect(.invalidRequest) { try await under.redeem(code, clientID, ["code": nil]) }
        try await expect(.unsupportedGrantType) { try await under.redeem(code, clientID, ["grant_type": "password"]) }
        try await expect(.invalidRequest) { try await under.redeem(code, clientID, ["grant_type": nil]) }
        try await expect(.invalidClient) { try await under.redeem(code, "nobody") }
        try await expect(.invalidClient) { try await under.redeem(code, clientID, ["client_secret": "x"]) }
        under.clock.advance(by: .seconds(300))
        try await expect(.invalidGrant) { try await under.redeem(code, clientID) }
    }

    @Test("wants the verifier of a challenge, and none without")
    func proofKey() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication()
        let changes = ["code_challenge": PoolUnderTest.challenge, "code_challenge_method": "S256"]
        let code = try await under.authorizationCode(clientID, changes)
        try await expect(.invalidRequest) { try await under.redeem(code, clientID) }
        for wrong in [PoolUnderTest.challenge, String(PoolUnderTest.verifier.dropLast()) + "X", "x"] {
            try await expect(.invalidGrant) { try await under.redeem(code, clientID, ["code_verifier": wrong]) }
        }
        let right = try await under.redeem(code, clientID, ["code_verifier": PoolUnderTest.verifier])
        #expect(right.status == 200)
        let plain = try await under.authorizationCode(clientID)
        try await expect(.invalidGrant) {
            try await under.redeem(plain, clientID, ["code_verifier": PoolUnderTest.verifier])
        }
    }

    @Test(
        "shows of a user what the scopes say",
        arguments: [
            ("openid", ["custom", "email", "phone"]), ("openid profile", ["custom", "email", "phone"]),
            ("openid email", ["email"]), ("openid phone", ["phone"]), ("aws.cognito.signin.user.admin", []),
        ]
    )
    func scopes(_ scope: String, _ shown: [String]) async throws {
        try await under.makeUser(
            attributes: ["email": "alice@example.com", "phone_number": "+15555550100", "nickname": "al"]
        )
        let clientID = try await under.makeApplication()
        let code = try await under.authorizationCode(clientID, ["scope": scope])
        let answer = try await under.redeem(code, clientID)
        #expect((answer.members["id_token"] != nil) == scope.contains("openid"))
        let token = try #require(answer.members["access_token"]?.string)
        let info = try await under.ask(.userInfo, authorization: "Bearer \(token)")
        guard scope.contains("openid") else {
            #expect(info.status == 401)
            #expect(info.headers[.wwwAuthenticate]?.contains("invalid_token") == true)
            return
        }
        let identity = try claims(answer.members["id_token"])
        let names = ["custom": "nickname", "email": "email", "phone": "phone_number"]
        for claims in [identity, info.members] {
            #expect(names.filter { claims[$0.value] != nil }.keys.sorted() == shown)
        }
        #expect(info.status == 200 && info.members["username"] == .string("alice"))
        if shown.contains("email") { #expect(info.members["email_verified"] == .string("true")) }
    }

    @Test("shows nobody to who has no token, or a dead one")
    func userInfoRefused() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication()
        #expect(try await under.ask(.userInfo).status == 400)
        #expect(try await under.ask(.userInfo, authorization: "Basic eDp5").status == 400)
        #expect(try await under.ask(.userInfo, authorization: "Bearer a.b.c").status == 401)
        let answer = try await under.redeem(under.authorizationCode(clientID), clientID)
        let token = try #require(answer.members["access_token"]?.string)
        let refresh = try #require(answer.members["refresh_token"]?.string)
        #expect(try await under.ask(.userInfo, authorization: "bearer \(token)").status == 200)
        #expect(try await under.ask(.revoke, ["client_id": clientID, "token": refresh]).status == 200)
        #expect(try await under.ask(.userInfo, authorization: "Bearer \(token)").status == 401)
    }

    @Test("renews tokens, with rotation too")
    func refresh() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication()
        let first = try await under.redeem(under.authorizationCode(clientID, ["scope": "openid"]), clientID)
        let token = try #require(first.members["refresh_token"]?.string)
        let fields = ["grant_type": "refresh_token", "client_id": clientID, "refresh_token": token]
        let second = try await under.ask(.token, fields)
        #expect(second.status == 200 && second.members["refresh_token"] == nil)
        #expect(try claims(second.members["access_token"])["scope"] == .string("openid"))
        #expect(try claims(second.members["id_token"])["nonce"] == nil)

        let rotating = try await under.makeApplication {
            $0.explicitAuthFlows = [.allowUserPasswordAuth]
            $0.refreshTokenRotation = RefreshTokenRotationType(feature: .enabled, retryGracePeriodSeconds: 0)
        }
        try await expect(.invalidGrant) {
            try await under.ask(.token, fields.merging(["client_id": rotating]) { $1 })
        }
        let third = try await under.redeem(under.authorizationCode(rotating), rotating)
        let old = try #require(third.members["refresh_token"]?.string)
        let rotated = ["grant_type": "refresh_token", "client_id": rotating, "refresh_token": old]
        let fourth = try await under.ask(.token, rotated)
        let new = try #require(fourth.members["refresh_token"]?.string)
        #expect(new != old)
        try await expect(.invalidGrant) { try await under.ask(.token, rotated) }
        // Reuse has ended the sign-in for everybody.
        try await expect(.invalidGrant) {
            try await under.ask(.token, rotated.merging(["refresh_token": new]) { $1 })
        }
    }

    @Test("takes a secret by header or form, and no client without its own")
    func secrets() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication { $0.clientSecret = "abcdefghijklmnopqrstuvwxyz" }
        let basic = { (text: String) in "Basic \(Base64.encode(Array(text.utf8)))" }
        let fields = { (code: String) in
            ["grant_type": "authorization_code", "code": code, "redirect_uri": PoolUnderTest.callback]
        }
        let code = try await under.authorizationCode(clientID)
        try await expect(.invalidClient) { try await under.redeem(code, clientID) }
        try await expect(.invalidClient) { try await under.redeem(code, clientID, ["client_secret": "abc"]) }
        try await expect(.invalidClient) {
            try await under.ask(.token, fields(code), authorization: basic("\(clientID):abc"))
        }
        try await expect(.invalidClient) { try await under.ask(.token, fields(code), authorization: basic(clientID)) }
        let right = basic("\(clientID):abcdefghijklmnopqrstuvwxyz")
        try await expect(.invalidRequest) {
            try await under.ask(.token, fields(code).merging(["client_id": "x"]) { $1 }, authorization: right)
        }
        #expect(try await under.ask(.token, fields(code), authorization: right).status == 200)
        let second = try await under.authorizationCode(clientID)
        let secret = ["client_secret": "abcdefghijklmnopqrstuvwxyz"]
        #expect(try await under.redeem(second, clientID, secret).status == 200)
    }

    @Test("gives a client a token of its own, for scopes of resource servers")
    func clientCredentials() async throws {
        let (clientID, secret) = try await makeMachine()
        let fields = ["grant_type": "client_credentials", "client_id": clientID, "client_secret": secret]
        let answer = try await under.ask(.token, fields)
        #expect(answer.members.keys.sorted() == ["access_token", "expires_in", "token_type"])
        let token = try claims(answer.members["access_token"])
        #expect(
            token.keys.sorted() == [
                "auth_time", "client_id", "exp", "iat", "iss", "jti", "scope", "sub", "token_use", "version",
            ]
        )
        #expect(token["scope"] == .string("api/read api/write") && token["sub"] == .string(clientID))
        let one = try await under.ask(.token, fields.merging(["scope": "api/write"]) { $1 })
        #expect(try claims(one.members["access_token"])["scope"] == .string("api/write"))
        for scope in ["api/none", "openid", "api/read api/read"] {
            try await expect(.invalidScope) { try await under.ask(.token, fields.merging(["scope": scope]) { $1 }) }
        }
        try await expect(.invalidClient) { try await under.ask(.token, fields.merging(["client_secret": "x"]) { $1 }) }
        let application = try await under.makeApplication()
        try await expect(.unauthorizedClient) {
            try await under.ask(.token, ["grant_type": "client_credentials", "client_id": application])
        }
        try await expect(.unauthorizedClient) {
            try await under.ask(.token, fields.merging(["grant_type": "authorization_code"]) { $1 })
        }
    }

    @Test("asks the third version of the trigger for a client's token, and no earlier one")
    func clientTrigger() async throws {
        let (clientID, secret) = try await makeMachine()
        let fields = ["grant_type": "client_credentials", "client_id": clientID, "client_secret": secret]
        let changes = #"{"claimsToAddOrOverride":{"tenant":"t1"},"scopesToSuppress":["api/read"]}"#
        let details = try JSONReader().read(Array(#"{"accessTokenGeneration":\#(changes)}"#.utf8))
        let handler = RecordingTrigger { $0.responding(["claimsAndScopeOverrideDetails": details]) }
        try await under.pool.setTrigger(handler, for: .preTokenGenerationV2, poolID: PoolUnderTest.poolID)
        let before = try await under.ask(.token, fields)
        #expect(try claims(before.members["access_token"])["tenant"] == nil)
        try await under.pool.setTrigger(nil, for: .preTokenGenerationV2, poolID: PoolUnderTest.poolID)
        try await under.pool.setTrigger(handler, for: .preTokenGenerationV3, poolID: PoolUnderTest.poolID)
        let after = try claims(try await under.ask(.token, fields).members["access_token"])
        #expect(after["tenant"] == .string("t1") && after["scope"] == .string("api/write"))
        #expect(handler.events.map { $0["triggerSource"]?.string } == ["TokenGeneration_ClientCredentials"])
    }

    @Test("revokes refresh tokens alone, for the client that has them")
    func revocation() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication()
        let answer = try await under.redeem(under.authorizationCode(clientID), clientID)
        let access = try #require(answer.members["access_token"]?.string)
        let refresh = try #require(answer.members["refresh_token"]?.string)
        let other = try await under.makeApplication()
        try await expect(.invalidRequest) { try await under.ask(.revoke, ["client_id": clientID]) }
        try await expect(.unsupportedTokenType) {
            try await under.ask(.revoke, ["client_id": clientID, "token": access])
        }
        try await expect(.unauthorizedClient) { try await under.ask(.revoke, ["client_id": other, "token": refresh]) }
        try await expect(.invalidClient, 401) { try await under.ask(.revoke, ["client_id": "x", "token": refresh]) }
        #expect(try await under.ask(.revoke, ["client_id": clientID, "token": "made-up"]).status == 200)
        let done = try await under.ask(.revoke, ["client_id": clientID, "token": refresh])
        #expect(done.status == 200 && done.members.isEmpty)
        try await expect(.invalidGrant) {
            try await under.ask(
                .token,
                ["grant_type": "refresh_token", "client_id": clientID, "refresh_token": refresh]
            )
        }
    }

    private func makeMachine() async throws -> (clientID: String, secret: String) {
        try await under.call(
            CreateResourceServer.self,
            CreateResourceServerRequest(
                identifier: "api",
                name: "API",
                userPoolID: PoolUnderTest.poolID,
                scopes: ["read", "write"].map { ResourceServerScopeType(scopeDescription: $0, scopeName: $0) }
            )
        )
        let client = try await under.makeClient { request in
            request.generateSecret = true
            request.allowedOAuthFlowsUserPoolClient = true
            request.allowedOAuthFlows = [.clientCredentials]
            request.allowedOAuthScopes = ["api/read", "api/write"]
        }
        return (try #require(client.clientID?.value), try #require(client.clientSecret?.value))
    }

    private func claims(_ token: WireDocument?) throws -> [String: WireDocument] {
        let text = try #require(token?.string)
        return try Token(text).claims
    }

    private func expect(
        _ code: OAuthRefusal.Code,
        _ status: Int = 400,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () async throws -> (status: Int, members: [String: WireDocument], headers: HTTPFields)
    ) async throws {
        let answer = try await body()
        #expect(answer.status == status, sourceLocation: sourceLocation)
        #expect(answer.members["error"] == .string(code.rawValue), sourceLocation: sourceLocation)
        #expect(answer.members["access_token"] == nil, sourceLocation: sourceLocation)
    }
}
