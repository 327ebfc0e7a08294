import ByteCoding
import CognitoWire
import LocalPool
import Testing
import WebAuthn

@Suite("Sign-in with a passkey") struct PasskeySignInTests {
    private static let wrong = "Incorrect username or password."
    private static let origin = "http://localhost:9229"
    let under: PoolUnderTest

    init() async throws {
        under = try PoolUnderTest()
        try await under.makeUser()
    }

    @Test("a passkey is among the choices, and signs in")
    func choice() async throws {
        #expect(try await begin().availableChallenges?.contains(.webAuthn) == false)
        var authenticator = try await under.registerPasskey(under.tokens())
        let step = try await begin()
        #expect(step.challengeName == .selectChallenge && step.availableChallenges?.contains(.webAuthn) == true)
        let next = try await under.respond(
            .selectChallenge,
            ["USERNAME": "alice", "ANSWER": "WEB_AUTHN"],
            session: step.session
        )
        #expect(next.challengeName == .webAuthn)
        let options = try #require(next.challengeParameters?["CREDENTIAL_REQUEST_OPTIONS"])
        let result = try await answer(authenticator.authenticate(options: options, origin: Self.origin), next.session)
        #expect(result.authenticationResult?.accessToken != nil)
        #expect(try await under.profile(result.authenticationResult?.accessToken).username.value == "alice")
    }

    @Test("a passkey that is preferred is asked for at once, and its counter is kept")
    func preferred() async throws {
        var authenticator = try await under.registerPasskey(under.tokens())
        let copy = authenticator
        for _ in 0..<3 { #expect(try await signIn(&authenticator).authenticationResult != nil) }
        // A copy of the key is behind by as many signatures.
        var clone = copy
        await expectRefusal("NotAuthorizedException", Self.wrong) { try await signIn(&clone) }
        #expect(try await signIn(&authenticator).authenticationResult != nil)
    }

    @Test("the answer may come with the choice")
    func answerWithChoice() async throws {
        var authenticator = try await under.registerPasskey(under.tokens())
        let step = try await begin()
        let options = try #require(step.challengeParameters?["CREDENTIAL_REQUEST_OPTIONS"])
        let credential = try authenticator.authenticate(options: options, origin: Self.origin)
        let result = try await choose(credential, step.session)
        #expect(result.authenticationResult?.accessToken != nil)
        let other = try await begin()
        await expectRefusal("NotAuthorizedException", Self.wrong) { try await choose(credential, other.session) }
    }

    @Test("an answer works once, and for its own challenge only")
    func replay() async throws {
        var authenticator = try await under.registerPasskey(under.tokens())
        let step = try await begin(preferring: .webAuthn)
        let credential = try authenticator.authenticate(options: options(of: step), origin: Self.origin)
        #expect(try await answer(credential, step.session).authenticationResult != nil)
        await expectRefusal("NotAuthorizedException", "Invalid session for the user, session can only be used once.") {
            try await answer(credential, step.session)
        }
        // The counter has risen, so nothing but the challenge is wrong.
        let (other, next) = try await (begin(preferring: .webAuthn), begin(preferring: .webAuthn))
        let astray = try authenticator.authenticate(options: options(of: other), origin: Self.origin)
        await expectRefusal("NotAuthorizedException", Self.wrong) { try await answer(astray, next.session) }
    }

    @Test("a challenge ends after three minutes")
    func expiry() async throws {
        var authenticator = try await under.registerPasskey(under.tokens())
        let step = try await begin(preferring: .webAuthn)
        let credential = try authenticator.authenticate(options: options(of: step), origin: Self.origin)
        under.clock.advance(by: .seconds(180))
        await expectRefusal("NotAuthorizedException", "Invalid session for the user, session is expired.") {
            try await answer(credential, step.session)
        }
    }

    @Test("a page of another origin signs nobody in")
    func wrongOrigin() async throws {
        var authenticator = try await under.registerPasskey(under.tokens())
        let step = try await begin(preferring: .webAuthn)
        let credential = try authenticator.authenticate(options: options(of: step), origin: "http://localhost:1234")
        await expectRefusal("NotAuthorizedException", Self.wrong) { try await answer(credential, step.session) }
    }

    @Test("a signature over something else signs nobody in")
    func wrongSignature() async throws {
        var authenticator = try await under.registerPasskey(under.tokens())
        let (earlier, step) = try await (begin(preferring: .webAuthn), begin(preferring: .webAuthn))
        let answers = try [earlier, step].map { step in
            let text = try authenticator.authenticate(options: options(of: step), origin: Self.origin)
            return try WireCoder().decode(WireDocument.self, from: Array(text.utf8))
        }
        let response = try #require(answers[1]["response"])
        let signature = try #require(answers[0]["response"]?["signature"])
        let mixed = answers[1].replacing("response", with: response.replacing("signature", with: signature))
        let credential = String(decoding: try WireCoder().encode(mixed), as: UTF8.self)
        await expectRefusal("NotAuthorizedException", Self.wrong) { try await answer(credential, step.session) }
    }

    @Test("another user's passkey signs nobody in")
    func anotherUser() async throws {
        try await under.makeUser("bob", attributes: ["email": "bob@example.com"])
        _ = try await under.registerPasskey(under.tokens())
        var bobs = try await under.registerPasskey(under.tokens("bob"))
        let step = try await begin(preferring: .webAuthn)
        let anyPasskey = try WireCoder().decode(WireDocument.self, from: Array(options(of: step).utf8))
            .replacing("allowCredentials", with: .array([]))
        let text = String(decoding: try WireCoder().encode(anyPasskey), as: UTF8.self)
        let credential = try bobs.authenticate(options: text, origin: Self.origin)
        await expectRefusal("NotAuthorizedException", Self.wrong) { try await answer(credential, step.session) }
        let other = try await begin(preferring: .webAuthn)
        await expectRefusal("NotAuthorizedException", "Invalid session for the user.") {
            try await answer(credential, other.session, as: "bob")
        }
    }

    @Test("a passkey deleted half way signs nobody in, and is no choice afterwards")
    func deleted() async throws {
        let tokens = try await under.tokens()
        var authenticator = try await under.registerPasskey(tokens)
        let step = try await begin(preferring: .webAuthn)
        let credential = try authenticator.authenticate(options: options(of: step), origin: Self.origin)
        let id = try #require(authenticator.credentials.first.map { Base64URL.encode($0.id) })
        try await under.deletePasskey(id, tokens)
        await expectRefusal("NotAuthorizedException", Self.wrong) { try await answer(credential, step.session) }
        let next = try await begin(preferring: .webAuthn)
        #expect(next.challengeName == .selectChallenge && next.availableChallenges?.contains(.webAuthn) == false)
        await expectRefusal("InvalidParameterException", "Selected challenge is not available") {
            try await under.respond(
                .selectChallenge,
                ["USERNAME": "alice", "ANSWER": "WEB_AUTHN"],
                session: next.session
            )
        }
    }

    @Test("what is no credential costs no session")
    func malformed() async throws {
        var authenticator = try await under.registerPasskey(under.tokens())
        let step = try await begin(preferring: .webAuthn)
        for credential in ["", "{}", "[]", "credential"] {
            await expectRefusal("InvalidParameterException") { try await answer(credential, step.session) }
        }
        let credential = try authenticator.authenticate(options: options(of: step), origin: Self.origin)
        #expect(try await answer(credential, step.session).authenticationResult != nil)
    }

    @Test("a disabled user's passkey signs nobody in")
    func disabled() async throws {
        var authenticator = try await under.registerPasskey(under.tokens())
        let step = try await begin(preferring: .webAuthn)
        let credential = try authenticator.authenticate(options: options(of: step), origin: Self.origin)
        try await under.disable()
        await expectRefusal("NotAuthorizedException", "User is disabled.") {
            try await answer(credential, step.session)
        }
    }

    @Test("where a second factor is asked of everybody, only a passkey that is both will do")
    func secondFactor() async throws {
        var authenticator = try await under.registerPasskey(under.tokens())
        try await under.configure { $0.mfaConfiguration = .on }
        #expect(try await begin(preferring: .webAuthn).availableChallenges?.contains(.webAuthn) == false)
        try await under.configurePasskeys(
            WebAuthnConfigurationType(factorConfiguration: .multiFactorWithUserVerification)
        )
        #expect(try await signIn(&authenticator).authenticationResult != nil)
        let step = try await begin(preferring: .webAuthn)
        let lax = try options(of: step).replacing("required", with: "preferred")
        authenticator.verifiesUser = false
        let credential = try authenticator.authenticate(options: lax, origin: Self.origin)
        await expectRefusal("NotAuthorizedException", Self.wrong) { try await answer(credential, step.session) }
    }

    private func begin(preferring challenge: ChallengeNameType? = nil) async throws -> InitiateAuthResponse {
        var parameters = ["USERNAME": "alice"]
        parameters["PREFERRED_CHALLENGE"] = challenge?.rawValue
        return try await under.initiate(.userAuth, parameters)
    }

    private func signIn(_ authenticator: inout SoftwareAuthenticator) async throws -> RespondToAuthChallengeResponse {
        let step = try await begin(preferring: .webAuthn)
        let credential = try authenticator.authenticate(options: options(of: step), origin: Self.origin)
        return try await answer(credential, step.session)
    }

    private func options(of step: InitiateAuthResponse) throws -> String {
        #expect(step.challengeName == .webAuthn)
        return try #require(step.challengeParameters?["CREDENTIAL_REQUEST_OPTIONS"])
    }

    private func answer(
        _ credential: String,
        _ session: Sensitive<String>?,
        as username: String = "alice"
    ) async throws -> RespondToAuthChallengeResponse {
        try await under.respond(.webAuthn, ["USERNAME": username, "CREDENTIAL": credential], session: session)
    }

    private func choose(
        _ credential: String,
        _ session: Sensitive<String>?
    ) async throws -> RespondToAuthChallengeResponse {
        try await under.respond(
            .selectChallenge,
            ["USERNAME": "alice", "ANSWER": "WEB_AUTHN", "CREDENTIAL": credential],
            session: session
        )
    }
}
