import CognitoWire
import LocalPool
import Testing

@Suite("The authorization endpoint") struct AuthorizationTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("leads whoever is not signed in to the sign-in page, and on from there with a code")
    func code() async throws {
        try await under.makeUser()
        let parameters = try await under.parameters(under.makeApplication())
        guard case .signIn = await authorize(parameters) else {
            Issue.record("no sign-in")
            return
        }
        let (address, cookie) = try await under.signInAtPage(parameters)
        #expect(address.hasPrefix("\(PoolUnderTest.callback)?code="))
        #expect(address.hasSuffix("&state=s%20t%261"))
        guard case .leave(let again, cookie: .unchanged) = await authorize(parameters, cookie: cookie) else {
            Issue.record("no way on for who is signed in")
            return
        }
        #expect(again.answer["code"] != nil && again.answer["code"] != address.answer["code"])
    }

    @Test("keeps the query of an address that has one")
    func query() async throws {
        try await under.makeUser()
        let parameters = try await under.parameters(
            under.makeApplication(),
            ["redirect_uri": "https://app.example/other?kept=1"]
        )
        #expect(try await under.signInAtPage(parameters).address.hasPrefix("https://app.example/other?kept=1&code="))
    }

    @Test("forgets who signed in after an hour, and at sign-out")
    func browserSession() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication()
        let parameters = try under.parameters(clientID)
        let (_, first) = try await under.signInAtPage(parameters)
        under.clock.advance(by: .seconds(3599))
        #expect(await isSignedIn(parameters, first))
        under.clock.advance(by: .seconds(1))
        #expect(await !isSignedIn(parameters, first))
        let (_, second) = try await under.signInAtPage(parameters)
        let step = try await signOut(["client_id": clientID, "logout_uri": "https://app.example/bye"], second)
        guard case .leave("https://app.example/bye", cookie: .removed) = step else {
            Issue.record("not signed out: \(step)")
            return
        }
        #expect(await !isSignedIn(parameters, second))
        #expect(await !isSignedIn(parameters, "made-up"))
    }

    @Test("signs nobody out for an address that is not registered")
    func foreignSignOut() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication()
        let parameters = try under.parameters(clientID)
        let (_, cookie) = try await under.signInAtPage(parameters)
        for fields in [
            ["client_id": clientID, "logout_uri": "https://app.example/bye2"], ["client_id": clientID],
            ["logout_uri": "https://app.example/bye"], ["client_id": "none", "logout_uri": "https://app.example/bye"],
        ] {
            guard case .refused = try await signOut(fields, cookie) else {
                Issue.record("taken: \(fields)")
                continue
            }
        }
        #expect(await isSignedIn(parameters, cookie))
        guard
            case .signIn = try await signOut(
                ["client_id": clientID, "response_type": "code", "redirect_uri": PoolUnderTest.callback],
                cookie
            )
        else {
            Issue.record("no other sign-in")
            return
        }
        #expect(await !isSignedIn(parameters, cookie))
    }

    @Test("obeys prompt")
    func prompt() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication()
        let silent = try under.parameters(clientID, ["prompt": "none"])
        guard case .leave(let address, cookie: .unchanged) = await authorize(silent) else {
            Issue.record("asked")
            return
        }
        #expect(address.answer["error"] == "login_required" && address.answer["code"] == nil)
        let (_, cookie) = try await under.signInAtPage(under.parameters(clientID))
        #expect(await isSignedIn(silent, cookie))
        let again = try under.parameters(clientID, ["prompt": "login"])
        #expect(await !isSignedIn(again, cookie))
    }

    @Test("hands tokens over at once where the client may have them so")
    func implicit() async throws {
        try await under.makeUser()
        let parameters = try await under.parameters(
            under.makeApplication(),
            ["response_type": "token", "scope": "openid email", "nonce": "n1"]
        )
        let address = try await under.signInAtPage(parameters).address
        #expect(address.hasPrefix("\(PoolUnderTest.callback)#id_token="))
        let answer = address.answer
        #expect(answer["token_type"] == "Bearer" && answer["expires_in"] == "3600" && answer["refresh_token"] == nil)
        #expect(try Token(#require(answer["id_token"])).claims["nonce"] == .string("n1"))
        #expect(try Token(#require(answer["access_token"])).claims["scope"] == .string("openid email"))
    }

    @Test(
        "tells the application what is wrong",
        arguments: [
            (["response_type": nil], "invalid_request", nil), (["response_type": "id_token"], "invalid_request", nil),
            (["scope": "openid other"], "invalid_request", "invalid_scope"),
            (["scope": "email"], "invalid_request", "invalid_scope"),
            (["code_challenge": PoolUnderTest.challenge], "invalid_request", nil),
            (["code_challenge_method": "S256"], "invalid_request", nil),
            (["code_challenge_method": "plain", "code_challenge": PoolUnderTest.verifier], "invalid_request", nil),
            (["code_challenge_method": "S256", "code_challenge": "short"], "invalid_request", nil),
            (["prompt": "none login"], "invalid_request", nil), (["prompt": "never"], "invalid_request", nil),
            (["identity_provider": "Google"], "invalid_request", nil),
            (["idp_identifier": "x"], "invalid_request", nil),
        ] as [([String: String?], String, String?)]
    )
    func errors(_ changes: [String: String?], _ error: String, _ description: String?) async throws {
        let step = await authorize(try await under.parameters(under.makeApplication(), changes))
        guard case .leave(let address, cookie: .unchanged) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(address.hasPrefix(PoolUnderTest.callback) && address.answer["state"] == "s%20t%261")
        #expect(address.answer["error"] == error)
        if let description { #expect(address.answer["error_description"] == description) }
    }

    @Test("refuses flows that the client may not use")
    func closedFlows() async throws {
        let codes = try await under.makeApplication { $0.allowedOAuthFlows = [.code] }
        let closed = try await under.makeApplication { $0.allowedOAuthFlowsUserPoolClient = false }
        for parameters in try [
            under.parameters(codes, ["response_type": "token"]), under.parameters(closed),
        ] {
            guard case .leave(let address, _) = await authorize(parameters) else {
                Issue.record("open")
                continue
            }
            #expect(address.answer["error"] == "unauthorized_client")
        }
    }

    @Test("sends nobody to an address that is not registered")
    func addresses() async throws {
        let clientID = try await under.makeApplication()
        for (changes, code) in [
            (["redirect_uri": "https://app.example/callback/"], OAuthRefusal.Code.redirectMismatch),
            (["redirect_uri": "https://evil.example/"], .redirectMismatch), (["redirect_uri": nil], .invalidRequest),
            (["client_id": nil], .invalidRequest), (["client_id": "nobody"], .invalidRequest),
        ] as [([String: String?], OAuthRefusal.Code)] {
            guard case .refused(let refusal) = await authorize(try under.parameters(clientID, changes)) else {
                Issue.record("taken: \(changes)")
                continue
            }
            #expect(refusal.code == code)
        }
        #expect(throws: OAuthRefusal.self) { try OAuthParameters("client_id=a&client_id=b") }
        #expect(throws: OAuthRefusal.self) { try OAuthParameters("state=%zz") }
        guard
            case .unknown = await under.pool.authorize(
                AuthorizationRequest(try under.parameters(clientID)),
                poolID: "local_Unknown",
                cookie: nil
            )
        else {
            Issue.record("a pool that is not there")
            return
        }
    }

    @Test("takes the default address of a client that names none")
    func defaultAddress() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication { $0.defaultRedirectURI = PoolUnderTest.callback }
        let parameters = try under.parameters(clientID, ["redirect_uri": nil])
        #expect(try await under.signInAtPage(parameters).address.hasPrefix(PoolUnderTest.callback))
    }

    private func authorize(_ parameters: OAuthParameters, cookie: String? = nil) async -> PageStep {
        await under.pool.authorize(AuthorizationRequest(parameters), poolID: PoolUnderTest.poolID, cookie: cookie)
    }

    private func signOut(_ fields: [String: String], _ cookie: String?) async throws -> PageStep {
        await under.pool.signOut(
            SignOutRequest(try under.form(fields)),
            poolID: PoolUnderTest.poolID,
            cookie: cookie
        )
    }

    private func isSignedIn(_ parameters: OAuthParameters, _ cookie: String) async -> Bool {
        guard case .leave(let address, _) = await authorize(parameters, cookie: cookie) else { return false }
        return address.answer["code"] != nil
    }
}
