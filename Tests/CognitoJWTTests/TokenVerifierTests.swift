import ByteCoding
import CognitoJWT
import CognitoJWTSigning
import Testing

@Suite("Verifying tokens") struct TokenVerifierTests {
    private typealias Factory = TokenFactory

    @Test("an access token says what it says")
    func access() throws {
        let token = try Factory.verify(Factory.token(), Factory.accessRules)
        #expect(token.use == .access)
        #expect(token.userPoolID == Factory.poolID)
        #expect(try token.keyID == Factory.key.get().keyID)
        #expect(token.clientID == Factory.clientID)
        #expect(token.subject == "f0a1b2c3-0000-4000-8000-000000000001")
        #expect(token.username == "ana")
        #expect(token.groups == ["admins", "readers"])
        #expect(token.scopes == ["aws.cognito.signin.user.admin", "api/read"])
        #expect(token.issuedAt == UnixTime(seconds: 1_767_225_000))
        #expect(token.expiresAt == UnixTime(seconds: 1_767_228_600))
        #expect(token.authenticatedAt == UnixTime(seconds: 1_767_225_000))
        #expect(token.tokenID == "f0a1b2c3-0000-4000-8000-00000000000b")
        #expect(token.originTokenID == "f0a1b2c3-0000-4000-8000-00000000000a")
    }

    @Test("an ID token says what it says")
    func id() throws {
        let token = try Factory.verify(Factory.token(Factory.idClaims), Factory.idRules)
        #expect(token.use == .id)
        #expect(token.username == "ana")
        #expect(token.scopes.isEmpty && token.groups.isEmpty)
        #expect(token.claims["email"]?.string == "ana@example.com")
    }

    @Test("prints nothing of what it holds")
    func redacted() throws {
        let token = try Factory.verify(Factory.token(), Factory.accessRules)
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!"\(token) \(dumped)".contains("ana"))
    }

    @Test(
        "a header that is written in another way is read",
        arguments: [
            #"{"alg":"RS256","kid":"KID"}"#, #"{"typ":"jWt","kid":"KID","alg":"RS256"}"#,
            #"{ "x5t": "AA", "kid": "KID", "alg": "RS256" }"#,
        ]
    )
    func header(_ form: String) throws {
        let header = form.replacing("KID", with: try Factory.key.get().keyID)
        _ = try Factory.verify(Factory.token(header: header), Factory.accessRules)
    }

    @Test(
        "a claim that is not as it must be",
        arguments: [
            ("exp", "1767225600", JWTError.Code.expired), ("exp", nil, .missingClaim), ("exp", "true", .malformed),
            ("exp", "253402300800", .malformed), ("iat", "1767225601", .notYetValid), ("iat", nil, .missingClaim),
            ("nbf", "1767225601", .notYetValid), ("nbf", "\"now\"", .malformed), ("sub", nil, .missingClaim),
            ("sub", "[]", .malformed), ("jti", "1", .malformed), ("origin_jti", "1", .malformed),
            ("auth_time", "\"x\"", .malformed), ("token_use", nil, .tokenUse), ("token_use", "\"id\"", .tokenUse),
            ("token_use", "\"ACCESS\"", .tokenUse), ("client_id", nil, .client), ("client_id", "\"\"", .client),
            ("client_id", #"["1exampleclientid000000001"]"#, .client), ("client_id", "\"other\"", .client),
            ("cognito:groups", "\"admins\"", .groups), ("cognito:groups", "[1]", .groups), ("iss", nil, .missingClaim),
            ("iss", "7", .malformed), ("iss", "\"https://example.com\"", .issuer),
            // U+212A is canonically equivalent to K, and U+00E9 to two scalars; an issuer is compared by its bytes.
            ("iss", "\"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI\\u0000\"", .issuer),
        ] as [(String, String?, JWTError.Code)]
    )
    func claim(name: String, value: String?, code: JWTError.Code) throws {
        let token = try Factory.token(changes: [name: value])
        let error = #expect(throws: JWTError.self) { try Factory.verify(token, Factory.accessRules) }
        #expect(error?.code == code)
    }

    @Test("an issuer that is equal for Unicode but not in its bytes is another issuer")
    func canonicalEquivalence() throws {
        let pool = "eu-west-1_KKKKKKKKK"
        let issuer = "https://cognito-idp.eu-west-1.amazonaws.com/\(pool)"
        let rules = TokenRules(userPoolID: pool, use: .access, clients: .any)
        _ = try Factory.verify(Factory.token(changes: ["iss": "\"\(issuer)\""]), rules)
        let kelvin = issuer.replacing("K", with: "\u{212A}")
        #expect(kelvin == issuer)
        let token = try Factory.token(changes: ["iss": "\"\(kelvin)\""])
        let error = #expect(throws: JWTError.self) { try Factory.verify(token, rules) }
        #expect(error?.code == .issuer)
    }

    @Test("groups and scopes, any of and all of")
    func memberships() throws {
        let token = try Factory.token()
        var rules = Factory.accessRules
        rules.groupsAllOf = ["readers", "admins"]
        rules.groupsAnyOf = ["writers", "readers"]
        rules.scopesAnyOf = ["api/read", "api/write"]
        rules.scopesAllOf = ["api/read"]
        _ = try Factory.verify(token, rules)
        for (change, code) in [
            (\TokenRules.groupsAllOf, JWTError.Code.groups), (\.groupsAnyOf, .groups), (\.scopesAnyOf, .scope),
            (\.scopesAllOf, .scope),
        ] {
            var other = rules
            other[keyPath: change] =
                ["api/rea"] + (change == \.groupsAllOf || change == \.scopesAllOf ? ["admins"] : [])
            let error = #expect(throws: JWTError.self) { try Factory.verify(token, other) }
            #expect(error?.code == code)
        }
    }

    @Test("the age of a sign-in")
    func age() throws {
        var rules = Factory.accessRules
        rules.maximumAuthenticationAge = .seconds(600)
        _ = try Factory.verify(Factory.token(), rules)
        rules.maximumAuthenticationAge = .seconds(599)
        #expect(try code(of: Factory.token(), rules) == .tooOld)
        rules.leeway = .seconds(1)
        _ = try Factory.verify(Factory.token(), rules)
        #expect(try code(of: Factory.token(changes: ["auth_time": nil]), rules) == .missingClaim)
        #expect(try code(of: Factory.token(changes: ["auth_time": "1767225602"]), rules) == .notYetValid)
    }

    @Test("another key, another text")
    func signature() throws {
        let token = try Factory.token()
        let forged = try Factory.token(
            header: #"{"kid":"\#(Factory.key.get().keyID)","alg":"RS256"}"#,
            signedBy: Factory.otherKey.get()
        )
        #expect(code(of: forged, Factory.accessRules) == .signature)
        let otherClaims = try Factory.token(changes: ["username": "\"root\""])
        let parts = otherClaims.split(separator: ".").prefix(2) + token.split(separator: ".").suffix(1)
        #expect(code(of: parts.joined(separator: "."), Factory.accessRules) == .signature)
        #expect(code(of: try Factory.token(signedBy: Factory.otherKey.get()), Factory.accessRules) == .unknownKey)
        let verifier = try TokenVerifier(Factory.accessRules)
        let error = #expect(throws: JWTError.self) { try verifier.verify(token, keys: KeySets(), at: Factory.now) }
        #expect(error?.code == .keysUnavailable)
    }

    @Test("a revoked sign-in, then the application's own check")
    func hooks() throws {
        struct Refusal: Error {}
        let token = try Factory.token()
        func verify(isRevoked: Bool, isWanted: Bool) throws {
            let verifier = try TokenVerifier(
                Factory.accessRules,
                isRevoked: { $0 == "f0a1b2c3-0000-4000-8000-00000000000a" && isRevoked },
                check: { _ in if !isWanted { throw Refusal() } }
            )
            _ = try verifier.verify(token, keys: Factory.keySets(for: verifier), at: Factory.now)
        }
        try verify(isRevoked: false, isWanted: true)
        #expect(#expect(throws: JWTError.self) { try verify(isRevoked: true, isWanted: false) }?.code == .revoked)
        #expect(#expect(throws: JWTError.self) { try verify(isRevoked: false, isWanted: false) }?.code == .custom)
    }

    @Test("the application's own check is not asked about a token that is wrong")
    func checkIsLast() throws {
        let verifier = try TokenVerifier(Factory.accessRules, check: { _ in Issue.record("asked") })
        let token = try Factory.token(changes: ["client_id": "\"other\""])
        #expect(throws: JWTError.self) {
            try verifier.verify(token, keys: Factory.keySets(for: verifier), at: Factory.now)
        }
    }

    private func code(of token: String, _ rules: TokenRules) -> JWTError.Code? {
        #expect(throws: JWTError.self) { try Factory.verify(token, rules) }?.code
    }
}
