import ByteCoding
import CognitoWire
import HTTPTypes
import LocalPool
import Testing

@Suite("Events") struct EventTests {
    @Test("a call is told of, with everything secret hidden")
    func call() async throws {
        let under = try PoolUnderTest()
        var events = under.pool.events().makeAsyncIterator()
        try await under.makeUser()
        let tokens = try await under.tokens()
        let signUp = try #require(await events.next())
        #expect(signUp.operation == "SignUp")
        #expect(signUp.poolID == PoolUnderTest.poolID)
        #expect(signUp.clientID == PoolUnderTest.clientID)
        #expect(signUp.isSuccess)
        #expect(signUp.errorCode == nil)
        #expect(!signUp.isInjected)
        #expect(signUp.time == under.clock.now)
        #expect(signUp.requestID?.count == 36)
        #expect(signUp.request?.contains(#""Password":"<redacted>""#) == true)
        #expect(signUp.response?.contains("a***@e***") == true)
        let confirm = try #require(await events.next())
        #expect(confirm.request?.contains(#""ConfirmationCode":"<redacted>""#) == true)
        let signIn = try #require(await events.next())
        #expect(signIn.id == signUp.id + 2)
        #expect(signIn.request?.contains(#""AuthParameters":"<redacted>""#) == true)
        #expect(signIn.response?.contains(#""AccessToken":"<redacted>""#) == true)
        let secrets = [
            PoolUnderTest.password, "alice@example.com", try #require(tokens.accessToken?.value),
            try #require(tokens.refreshToken?.value), try #require(tokens.idToken?.value),
        ]
        for event in [signUp, confirm, signIn] {
            for secret in secrets {
                #expect(event.request?.contains(secret) == false && event.response?.contains(secret) == false)
            }
        }
    }

    @Test("what the model does not call sensitive and is no onlooker's business is hidden too; its names stay")
    func unmarkedSecrets() async throws {
        let under = try PoolUnderTest()
        try await under.makeUser()
        try await under.trackDevices()
        var events = under.pool.events().makeAsyncIterator()
        let (device, _) = try await under.makeDevice()
        try await under.call(
            ForgotPassword.self,
            ForgotPasswordRequest(
                clientID: Sensitive(PoolUnderTest.clientID),
                username: "alice",
                clientMetadata: ["captcha": "canary-word"]
            )
        )
        let challenge = try #require(await events.next()?.response)
        #expect(challenge.contains(#""SECRET_BLOCK":"<redacted>""#) && challenge.contains(#""SRP_B":"#))
        #expect(await events.next()?.operation == "RespondToAuthChallenge")
        let confirmed = try #require(await events.next()?.request)
        let verifier = try device.verifierConfig
        #expect(confirmed.contains(#""PasswordVerifier":"<redacted>""#) && confirmed.contains(#""Salt":"<redacted>""#))
        #expect(confirmed.contains(device.key))
        for secret in [verifier.passwordVerifier, verifier.salt] {
            #expect(try !confirmed.contains(#require(secret)))
        }
        let forgot = try #require(await events.next()?.request)
        #expect(forgot.contains(#""ClientMetadata":{"captcha":"<redacted>"}"#), "\(forgot)")
        #expect(!forgot.contains("canary-word"))
    }

    @Test("a refusal is told of, with its code and why")
    func refusal() async throws {
        let under = try PoolUnderTest()
        var events = under.pool.events().makeAsyncIterator()
        _ = try? await under.signInWithPassword()
        try under.pool.setChaosRules([ChaosRule(error: "TooManyRequestsException")])
        _ = try? await under.signInWithPassword()
        let refused = try #require(await events.next())
        #expect(!refused.isSuccess)
        #expect(refused.errorCode == "NotAuthorizedException")
        #expect(refused.errorMessage == "Incorrect username or password.")
        #expect(refused.response == nil)
        let injected = try #require(await events.next())
        #expect(injected.errorCode == "TooManyRequestsException")
        #expect(injected.isInjected)
    }

    @Test("a caller with a token is known by it, if its client is there")
    func bearer() async throws {
        let under = try PoolUnderTest()
        try await under.makeUser()
        let token = try await under.tokens().accessToken
        var events = under.pool.events().makeAsyncIterator()
        _ = try await under.profile(token)
        #expect(await events.next()?.clientID == PoolUnderTest.clientID)
        _ = try? await under.profile("e30.eyJjbGllbnRfaWQiOiJub2JvZHkifQ.e30")
        let stranger = await events.next()
        #expect(stranger?.clientID == nil && stranger?.poolID == nil)
    }

    @Test("the OAuth endpoints are told of, with nothing of codes, tokens and passwords")
    func endpoints() async throws {
        let under = try PoolUnderTest()
        try await under.makeUser()
        let clientID = try await under.makeApplication()
        let query = try under.parameters(clientID)
        var events = under.pool.events().makeAsyncIterator()
        _ = await under.pool.authorize(AuthorizationRequest(query), poolID: PoolUnderTest.poolID, cookie: nil)
        _ = try await under.submit("begin", ["username": "alice", "password": "Wr0ngWr0ng!"], to: query)
        let code = try await under.authorizationCode(clientID)
        let tokens = try await under.redeem(code, clientID).members
        _ = try await under.redeem(code, clientID)
        let access = try #require(tokens["access_token"]?.string)
        _ = try await under.ask(.userInfo, authorization: "Bearer \(access)")
        var told: [PoolEvent] = []
        for _ in 0..<6 { told.append(try #require(await events.next())) }
        #expect(
            told.map(\.operation) == [
                "/oauth2/authorize", "/login", "/login", "/oauth2/token", "/oauth2/token", "/oauth2/userInfo",
            ]
        )
        #expect(told.map(\.errorCode) == [nil, "NotAuthorizedException", nil, nil, "invalid_grant", nil])
        #expect(told.map(\.isSuccess) == [true, false, true, true, false, true])
        #expect(told.allSatisfy { $0.clientID == clientID && $0.poolID == PoolUnderTest.poolID })
        #expect(told[3].request?.contains(#""grant_type":"authorization_code""#) == true)
        #expect(told[3].request?.contains(#""code":"<redacted>""#) == true)
        #expect(told[3].response?.contains(#""access_token":"<redacted>""#) == true)
        let secrets = [code, access, PoolUnderTest.password, "Wr0ngWr0ng!", "alice"]
        for text in told.flatMap({ [$0.request, $0.response, $0.errorMessage] }).compactMap(\.self) {
            #expect(secrets.allSatisfy { !text.contains($0) }, "\(text)")
        }
    }

    @Test("an endpoint of a pool that is not there is told of as what it is")
    func unknownPool() async throws {
        let under = try PoolUnderTest()
        var events = under.pool.events().makeAsyncIterator()
        let answer = await under.pool.respond(
            to: LocalPoolRequest(method: .get, path: "/local_Unknown/oauth2/userInfo")
        )
        #expect(answer.status == .notFound)
        let event = try #require(await events.next())
        #expect(event.operation == "/oauth2/userInfo" && event.poolID == nil && !event.isSuccess)
    }

    @Test("what is no request of a known operation is told of without a body")
    func unknown() async throws {
        let under = try PoolUnderTest()
        var events = under.pool.events().makeAsyncIterator()
        _ = try? await under.send(
            target: "AWSCognitoIdentityProviderService.Nothing",
            body: Array(#"{"Password":"x"}"#.utf8)
        )
        _ = try? await under.send(target: SignUp.target, body: Array("Passw0rd!".utf8))
        let unknown = try #require(await events.next())
        #expect(unknown.operation == nil && unknown.request == nil)
        #expect(unknown.errorCode == "UnknownOperationException")
        let unreadable = try #require(await events.next())
        #expect(unreadable.operation == "SignUp" && unreadable.request == nil)
        #expect(unreadable.errorCode == "SerializationException")
    }

    @Test("who listens too slowly loses the oldest, and can tell")
    func slowListener() async throws {
        let under = try PoolUnderTest()
        var events = under.pool.events(bufferingNewest: 2).makeAsyncIterator()
        for _ in 0..<5 { try await under.call(ListUserPools.self, ListUserPoolsRequest(maxResults: 1)) }
        let ids = [await events.next()?.id, await events.next()?.id]
        #expect(ids == [4, 5])
    }
}
