import ByteCoding
import CognitoWire
import HTTPTransport
import LocalPool
import Testing

@Suite("Signing keys") struct KeyRotationTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("new ones sign, and old ones verify until their last token is dead")
    func rotation() async throws {
        try await under.makeUser()
        let old = try await under.tokens()
        let before = try await keyIDs()
        try await under.pool.rotateSigningKeys(poolID: PoolUnderTest.poolID)
        let new = try await under.tokens()
        let after = try await keyIDs()
        #expect(before.count == 2 && after.count == 4)
        #expect(Set(after).isSuperset(of: before))
        #expect(try before.contains(keyID(of: old)) && !before.contains(keyID(of: new)))
        #expect(try after.contains(keyID(of: new)))
        for tokens in [old, new] {
            #expect(try await under.profile(tokens.accessToken).username.value == "alice")
        }

        under.clock.advance(by: .seconds(86_399))
        #expect(try await keyIDs().count == 4)
        under.clock.advance(by: .seconds(1))
        let last = try await keyIDs()
        #expect(last.count == 2 && Set(last).isDisjoint(with: before))
    }

    @Test("each rotation leaves those before it for a day of their own")
    func twice() async throws {
        try await under.pool.rotateSigningKeys(poolID: PoolUnderTest.poolID)
        under.clock.advance(by: .seconds(3600))
        try await under.pool.rotateSigningKeys(poolID: PoolUnderTest.poolID)
        #expect(try await keyIDs().count == 6)
        under.clock.advance(by: .seconds(86_400 - 3600))
        #expect(try await keyIDs().count == 4)
    }

    @Test("a pool that is not there has none")
    func unknownPool() async throws {
        let error = await #expect(throws: LocalPoolError.self) {
            try await under.pool.rotateSigningKeys(poolID: "local_Unknown")
        }
        #expect(error?.code == .unknownPool)
    }

    @Test("a reset keeps those that sign, and a snapshot brings its own back")
    func control() async throws {
        let first = try await keyIDs()
        let snapshot = try await under.pool.snapshot()
        try await under.pool.rotateSigningKeys(poolID: PoolUnderTest.poolID)
        let rotated = try await keyIDs()
        try await under.pool.reset()
        #expect(try await Set(keyIDs()) == Set(rotated).subtracting(first))
        try await under.pool.load(snapshot: snapshot)
        #expect(try await keyIDs() == first)
        try await under.makeUser()
        #expect(try await first.contains(keyID(of: under.tokens())))
    }

    @Test("a token under a key that nobody published is refused")
    func foreignKey() async throws {
        try await under.makeUser()
        let token = try await under.tokens().accessToken
        let other = try PoolUnderTest { configuration in
            configuration.signingKeys = []
        }
        await expectRefusal("NotAuthorizedException", "Invalid Access Token") { try await other.profile(token) }
    }

    @Test("issuers can have the service's form, and the documents stay where they are")
    func serviceIssuer() async throws {
        let under = try PoolUnderTest { $0.issuerForm = .service }
        try await under.makeUser()
        let tokens = try await under.tokens()
        let issuer = "https://cognito-idp.local.amazonaws.com/\(PoolUnderTest.poolID)"
        for token in [tokens.accessToken, tokens.idToken] {
            #expect(try Token(#require(token?.value)).claims["iss"] == .string(issuer))
        }
        #expect(try await under.profile(tokens.accessToken).username.value == "alice")
        let own = "http://127.0.0.1:9229/\(PoolUnderTest.poolID)"
        let document = try await self.document("openid-configuration", of: under)
        #expect(document["issuer"] == .string(issuer))
        #expect(document["jwks_uri"] == .string("\(own)/.well-known/jwks.json"))
        let home = try await under.pool.home()
        #expect(home.issuer == issuer && home.jwksURI == "\(own)/.well-known/jwks.json")
    }

    @Test("a token of the other form is refused")
    func otherIssuer() async throws {
        try await under.makeUser()
        let token = try await under.tokens().accessToken
        let other = try PoolUnderTest { $0.issuerForm = .service }
        await expectRefusal("NotAuthorizedException", "Invalid Access Token") { try await other.profile(token) }
    }

    @Test("the discovery document shows what the service's shows")
    func discovery() async throws {
        guard case .object(let members) = try await document("openid-configuration", of: under) else {
            Issue.record("no object")
            return
        }
        #expect(
            members.keys.sorted() == [
                "authorization_endpoint", "end_session_endpoint", "id_token_signing_alg_values_supported", "issuer",
                "jwks_uri", "response_types_supported", "revocation_endpoint", "scopes_supported",
                "subject_types_supported", "token_endpoint", "token_endpoint_auth_methods_supported",
                "userinfo_endpoint",
            ]
        )
        let place = "/\(PoolUnderTest.poolID)"
        #expect(members["authorization_endpoint"] == .string("http://localhost:9229\(place)/oauth2/authorize"))
        #expect(members["end_session_endpoint"] == .string("http://localhost:9229\(place)/logout"))
        #expect(members["token_endpoint"] == .string("http://127.0.0.1:9229\(place)/oauth2/token"))
    }

    @Test(
        "pages are shown under a name instead of the loopback's number",
        arguments: [
            ("http://127.0.0.1:9229", "http://localhost:9229"), ("http://127.0.0.1", "http://localhost"),
            ("http://[::1]:80/x", "http://localhost:80/x"), ("http://127.0.0.10:1", "http://127.0.0.10:1"),
            ("https://pool.example", "https://pool.example"),
        ]
    )
    func pageAddress(_ endpoint: String, _ expected: String) {
        #expect(PageAddress.named(endpoint) == expected)
    }

    private func keyIDs() async throws -> [String] {
        guard case .array(let keys) = try await document("jwks.json", of: under)["keys"] else { return [] }
        return keys.compactMap { $0["kid"]?.string }
    }

    private func keyID(of tokens: AuthenticationResultType) throws -> String {
        let text = try #require(tokens.accessToken?.value)
        return try #require(Token(text).header["kid"]?.string)
    }

    private func document(_ name: String, of under: PoolUnderTest) async throws -> WireDocument {
        let body = try await under.document("/\(PoolUnderTest.poolID)/.well-known/\(name)").body
        return try WireCoder().decode(WireDocument.self, from: body)
    }
}
