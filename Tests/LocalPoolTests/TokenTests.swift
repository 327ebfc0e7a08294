import ByteCoding
import CognitoWire
import CryptoPrimitives
import HTTPTransport
import HTTPTypes
import LocalPool
import Testing

@Suite("Tokens") struct TokenTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("both tokens verify with the published keys, each with a key of its own")
    func signatures() async throws {
        try await under.makeUser()
        let tokens = try await under.tokens()
        let keyIDs = try await [tokens.accessToken, tokens.idToken].asyncMap { token in
            let text = try #require(token?.value)
            let header = try Token(text).header
            let key = try await publishedKey(#require(header["kid"]?.string))
            let parts = text.split(separator: ".")
            #expect(header["alg"] == .string("RS256"))
            #expect(
                try key.isValidSignature(
                    Base64URL.decode(String(parts[2])),
                    for: Array("\(parts[0]).\(parts[1])".utf8)
                )
            )
            return header["kid"]
        }
        #expect(keyIDs[0] != keyIDs[1])
    }

    @Test("the access token says what the service's says")
    func accessClaims() async throws {
        try await under.makeUser()
        let claims = try await Token(#require(under.tokens().accessToken?.value)).claims
        let now = under.clock.now.seconds
        #expect(
            claims.keys.sorted() == [
                "auth_time", "client_id", "event_id", "exp", "iat", "iss", "jti", "origin_jti", "scope", "sub",
                "token_use", "username",
            ]
        )
        #expect(claims["iss"] == .string("http://127.0.0.1:9229/\(PoolUnderTest.poolID)"))
        #expect(claims["client_id"] == .string(PoolUnderTest.clientID))
        #expect(claims["scope"] == .string("aws.cognito.signin.user.admin"))
        #expect(claims["token_use"] == .string("access") && claims["username"] == .string("alice"))
        #expect(claims["iat"] == .integer(now) && claims["auth_time"] == .integer(now))
        #expect(claims["exp"] == .integer(now + 3600))
    }

    @Test("the id token shows the user, with flags as booleans")
    func identityClaims() async throws {
        try await under.makeUser()
        let claims = try await Token(#require(under.tokens().idToken?.value)).claims
        #expect(
            claims.keys.sorted() == [
                "aud", "auth_time", "cognito:username", "email", "email_verified", "event_id", "exp", "iat", "iss",
                "jti", "origin_jti", "sub", "token_use",
            ]
        )
        #expect(claims["aud"] == .string(PoolUnderTest.clientID) && claims["email_verified"] == .bool(true))
        #expect(claims["cognito:username"] == .string("alice") && claims["token_use"] == .string("id"))
    }

    @Test("the discovery document names issuer and keys, and follows the endpoint")
    func discovery() async throws {
        let home = try await under.pool.home()
        try under.pool.moveEndpoint(to: "http://127.0.0.1:4567")
        let path = "/\(PoolUnderTest.poolID)/.well-known/openid-configuration"
        let body = try await under.document(path).body
        let document = try WireCoder().decode(WireDocument.self, from: body)
        let issuer = "http://127.0.0.1:4567/\(PoolUnderTest.poolID)"
        #expect(document["issuer"] == .string(issuer))
        #expect(document["jwks_uri"] == .string("\(issuer)/.well-known/jwks.json"))
        #expect(home.issuer != issuer)
        #expect(try await under.pool.home().issuer == issuer)
    }

    @Test("a pool that is not there has no documents")
    func unknownPool() async throws {
        for name in ["jwks.json", "openid-configuration"] {
            #expect(try await under.document("/local_None/.well-known/\(name)").status == 404)
        }
    }

    @Test("a refresh token brings new tokens of the same sign-in, and no new refresh token")
    func refresh() async throws {
        try await under.makeUser()
        let first = try await under.tokens()
        under.clock.advance(by: .seconds(60))
        let parameters = ["REFRESH_TOKEN": try #require(first.refreshToken?.value)]
        let second = try await under.initiate(.refreshTokenAuth, parameters).authenticationResult
        let third = try await refresh(first.refreshToken)
        #expect(second?.refreshToken == nil && third?.refreshToken == nil)
        let claims = try [first, #require(second), #require(third)].map { tokens in
            try Token(#require(tokens.accessToken?.value)).claims
        }
        for name in ["auth_time", "origin_jti", "event_id", "sub"] { #expect(Set(claims.map { $0[name] }).count == 1) }
        #expect(Set(claims.map { $0["jti"] }).count == 3)
        #expect(claims[1]["iat"] == .integer(under.clock.now.seconds))
    }

    @Test("a refresh token ends after 30 days, and another client cannot use it")
    func refreshRefused() async throws {
        try await under.makeUser()
        let tokens = try await under.tokens()
        let other = try #require(try await under.makeClient().clientID?.value)
        await expectRefusal("NotAuthorizedException", "Invalid Refresh Token") {
            try await refresh(tokens.refreshToken, clientID: other)
        }
        await expectRefusal("NotAuthorizedException", "Invalid Refresh Token") { try await refresh("made-up") }
        under.clock.advance(by: .seconds(30 * 86_400))
        await expectRefusal("NotAuthorizedException", "Refresh Token has expired") {
            try await refresh(tokens.refreshToken)
        }
    }

    @Test("revoking the refresh token revokes everything that came of its sign-in, and nothing else")
    func revocation() async throws {
        try await under.makeUser()
        let revoked = try await under.tokens()
        let other = try await under.tokens()
        try await revoke(revoked.refreshToken)
        try await revoke(revoked.refreshToken)
        await expectRefusal("NotAuthorizedException", "Access Token has been revoked") {
            try await under.profile(revoked.accessToken)
        }
        await expectRefusal("NotAuthorizedException", "Refresh Token has been revoked") {
            try await refresh(revoked.refreshToken)
        }
        #expect(try await under.profile(other.accessToken).username.value == "alice")
        await expectRefusal("UnsupportedTokenTypeException") { try await revoke(other.accessToken) }
    }

    @Test("signing out everywhere revokes every token; signing in again works at once")
    func globalSignOut() async throws {
        try await under.makeUser()
        let (first, second) = try await (under.tokens(), under.tokens())
        try await under.call(
            GlobalSignOut.self,
            GlobalSignOutRequest(accessToken: #require(first.accessToken))
        )
        for tokens in [first, second] {
            await expectRefusal("NotAuthorizedException", "Access Token has been revoked") {
                try await under.profile(tokens.accessToken)
            }
            await expectRefusal("NotAuthorizedException") { try await refresh(tokens.refreshToken) }
        }
        #expect(try await under.profile(under.tokens().accessToken).username.value == "alice")
    }

    @Test("an access token ends at the very second that it names")
    func expiry() async throws {
        try await under.makeUser()
        let token = try await under.tokens().accessToken
        under.clock.advance(by: .seconds(3599))
        #expect(try await under.profile(token).username.value == "alice")
        under.clock.advance(by: .seconds(1))
        await expectRefusal("NotAuthorizedException", "Access Token has expired") { try await under.profile(token) }
    }

    @Test("what is no access token of ours is refused")
    func foreignTokens() async throws {
        try await under.makeUser()
        let tokens = try await under.tokens()
        let text = try #require(tokens.accessToken?.value)
        let parts = text.split(separator: ".").map(String.init)
        let claims = try WireCoder().encode(WireDocument.object(["token_use": .string("access")]))
        // Right in all but that the signature is that of another token of the same key.
        let signature = try #require(try await under.tokens().accessToken?.value.split(separator: ".").last)
        let bad = [
            try #require(tokens.idToken?.value), "\(parts[0]).\(Base64URL.encode(claims)).\(parts[2])",
            "\(parts[0]).\(parts[1]).\(signature)", "\(parts[0]).\(parts[1]).", "\(text)=", "a.b.c", "a",
        ]
        for token in bad {
            await expectRefusal("NotAuthorizedException", "Invalid Access Token") {
                try await under.profile(Sensitive(token))
            }
        }
    }

    @Test("a token of a user who was deleted is nobody's")
    func deletedUser() async throws {
        try await under.makeUser()
        let tokens = try await under.tokens()
        try await under.call(
            AdminDeleteUser.self,
            AdminDeleteUserRequest(userPoolID: PoolUnderTest.poolID, username: "alice")
        )
        await expectRefusal("UserNotFoundException") { try await under.profile(tokens.accessToken) }
        await expectRefusal("NotAuthorizedException", "Invalid Refresh Token") {
            try await refresh(tokens.refreshToken)
        }
    }

    @Test("with rotation each refresh token works once, but for the grace; reuse ends the sign-in")
    func rotation() async throws {
        try await under.makeUser()
        let client = try await under.makeClient {
            $0.explicitAuthFlows = [.allowUserPasswordAuth]
            $0.refreshTokenRotation = RefreshTokenRotationType(feature: .enabled, retryGracePeriodSeconds: 10)
        }
        let clientID = try #require(client.clientID?.value)
        let parameters = ["USERNAME": "alice", "PASSWORD": PoolUnderTest.password]
        let first = try await under.initiate(.userPasswordAuth, parameters, clientID: clientID).authenticationResult
        let second = try await refresh(first?.refreshToken, clientID: clientID)
        #expect(second?.refreshToken != nil && second?.refreshToken?.value != first?.refreshToken?.value)
        under.clock.advance(by: .seconds(9))
        #expect(try await refresh(first?.refreshToken, clientID: clientID)?.refreshToken != nil)
        under.clock.advance(by: .seconds(1))
        await expectRefusal("RefreshTokenReuseException") { try await refresh(first?.refreshToken, clientID: clientID) }
        await expectRefusal("NotAuthorizedException", "Refresh Token has been revoked") {
            try await refresh(second?.refreshToken, clientID: clientID)
        }
        await expectRefusal("InvalidParameterException") {
            try await under.initiate(
                .refreshTokenAuth,
                ["REFRESH_TOKEN": #require(second?.refreshToken?.value)],
                clientID: clientID
            )
        }
    }

    private func refresh(
        _ token: Sensitive<String>?,
        clientID: String = PoolUnderTest.clientID
    ) async throws -> AuthenticationResultType? {
        try await under.call(
            GetTokensFromRefreshToken.self,
            GetTokensFromRefreshTokenRequest(clientID: Sensitive(clientID), refreshToken: #require(token))
        ).authenticationResult
    }

    private func revoke(_ token: Sensitive<String>?) async throws {
        try await under.call(
            RevokeToken.self,
            RevokeTokenRequest(clientID: Sensitive(PoolUnderTest.clientID), token: #require(token))
        )
    }

    private func publishedKey(_ keyID: String) async throws -> RSAPublicKey {
        let response = try await under.document("/\(PoolUnderTest.poolID)/.well-known/jwks.json")
        #expect(response.headers[.contentType] == "application/json")
        let set = try WireCoder().decode([String: [[String: String]]].self, from: response.body)
        let key = try #require(set["keys"]?.first { $0["kid"] == keyID })
        #expect(key["kty"] == "RSA" && key["alg"] == "RS256" && key["use"] == "sig")
        return try RSAPublicKey(
            modulus: Base64URL.decode(#require(key["n"])),
            exponent: Base64URL.decode(#require(key["e"]))
        )
    }
}

/// A token, read without asking whose it is.
struct Token {
    let header: [String: WireDocument]
    let claims: [String: WireDocument]

    init(_ text: String) throws {
        let parts = text.split(separator: ".").map(String.init)
        header = try WireCoder().decode([String: WireDocument].self, from: Base64URL.decode(parts[0]))
        claims = try WireCoder().decode([String: WireDocument].self, from: Base64URL.decode(parts[1]))
    }
}
