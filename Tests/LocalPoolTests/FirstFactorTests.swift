import ByteCoding
import CognitoSRP
import CognitoWire
import Testing

@testable import LocalPool

@Suite("Sign-ins that begin with a choice") struct FirstFactorTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("the factors that the user has are offered, and each leads to tokens or to its own challenge")
    func offered() async throws {
        try await makeUser()
        let step = try await under.initiate(.userAuth, ["USERNAME": "alice"])
        #expect(step.challengeName == .selectChallenge)
        #expect(step.availableChallenges == [.password, .passwordSRP, .emailOTP, .smsOTP])
        let result = try await choose("PASSWORD", ["PASSWORD": PoolUnderTest.password], step.session)
        #expect(result.authenticationResult != nil)
    }

    @Test("a factor that the pool does not allow for, or the user does not have, is not offered")
    func notOffered() async throws {
        try await makeUser()
        try await under.arrange { pool in
            pool.details.policies?.signInPolicy = .init(allowedFirstAuthFactors: [.password, .smsOTP])
        }
        try await under.adminUpdate(["phone_number_verified": "false"])
        let step = try await under.initiate(.userAuth, ["USERNAME": "alice"])
        #expect(step.availableChallenges == [.password, .passwordSRP])
        await expectRefusal("InvalidParameterException") { try await choose("EMAIL_OTP", [:], step.session) }
    }

    @Test("a code alone signs nobody in where everybody needs two factors")
    func notEnough() async throws {
        try await makeUser()
        let early = try await choose("EMAIL_OTP", [:], under.initiate(.userAuth, ["USERNAME": "alice"]).session)
        try await under.askForFactors(.on)
        #expect(
            try await under.initiate(.userAuth, ["USERNAME": "alice"]).availableChallenges == [.password, .passwordSRP]
        )
        #expect(try await prefer("EMAIL_OTP").challengeName == .selectChallenge)
        await expectRefusal("NotAuthorizedException") {
            try await under.respond(
                .emailOTP,
                ["USERNAME": "alice", "EMAIL_OTP_CODE": under.code()],
                session: early.session
            )
        }
    }

    @Test("a wrong password, and none, are refused")
    func wrongPassword() async throws {
        try await makeUser()
        let first = try await under.initiate(.userAuth, ["USERNAME": "alice"])
        await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
            try await choose("PASSWORD", ["PASSWORD": "wrong"], first.session)
        }
        let second = try await under.initiate(.userAuth, ["USERNAME": "alice"])
        await expectRefusal("InvalidParameterException", "Missing required parameter PASSWORD") {
            try await choose("PASSWORD", [:], second.session)
        }
    }

    @Test("a proof needs its session along with the secret block")
    func proofWithSession() async throws {
        try await makeUser()
        for (isPreferred, hasSession) in [(false, true), (true, true), (false, false), (true, false)] {
            let client = try SRPClient(random: .seeded(7))
            let (parameters, session) = try await srpChallenge(client, isPreferred: isPreferred)
            let claim = try client.passwordClaim(
                for: SRPChallenge(
                    salt: #require(parameters["SALT"]),
                    serverPublicKey: #require(parameters["SRP_B"]),
                    secretBlock: #require(parameters["SECRET_BLOCK"])
                ),
                identity: SRPIdentity(userPoolID: PoolUnderTest.poolID, userID: "alice"),
                password: SecretBytes(utf8: PoolUnderTest.password),
                at: under.clock.now
            )
            let sent = [
                "USERNAME": "alice",
                "PASSWORD_CLAIM_SIGNATURE": claim.signature,
                "PASSWORD_CLAIM_SECRET_BLOCK": claim.secretBlock,
                "TIMESTAMP": claim.timestamp,
            ]
            guard hasSession else {
                await expectRefusal("NotAuthorizedException") { try await under.respond(.passwordVerifier, sent) }
                continue
            }
            let result = try await under.respond(.passwordVerifier, sent, session: session)
            #expect(result.authenticationResult != nil)
        }
    }

    @Test("a code by e-mail or text message signs in", arguments: [ChallengeNameType.emailOTP, .smsOTP])
    func codes(_ factor: ChallengeNameType) async throws {
        try await makeUser()
        let parameter = "\(factor.rawValue)_CODE"
        let chosen = try await choose(
            factor.rawValue,
            [:],
            under.initiate(.userAuth, ["USERNAME": "alice"]).session
        )
        #expect(chosen.challengeName == factor)
        await expectRefusal("CodeMismatchException") {
            try await under.respond(factor, ["USERNAME": "alice", parameter: "x"], session: chosen.session)
        }
        let code = try await under.code()
        let result = try await under.respond(factor, ["USERNAME": "alice", parameter: code], session: chosen.session)
        #expect(result.authenticationResult != nil)
        await expectRefusal("NotAuthorizedException") {
            try await under.respond(factor, ["USERNAME": "alice", parameter: code], session: chosen.session)
        }
    }

    @Test("a preferred factor comes at once; one that is not there leads to the choice; nonsense is refused")
    func preferred() async throws {
        try await makeUser()
        let email = try await prefer("EMAIL_OTP")
        #expect(email.challengeName == .emailOTP)
        let password = try await prefer("PASSWORD", ["PASSWORD": PoolUnderTest.password])
        #expect(password.authenticationResult != nil)
        #expect(try await prefer("WEB_AUTHN").challengeName == .selectChallenge)
        await expectRefusal("InvalidParameterException") { try await prefer("MAGIC") }
    }

    @Test("a password is followed by the second factor, a code is not")
    func secondFactor() async throws {
        try await makeUser()
        try await under.setPreference(under.tokens().accessToken) { $0.smsMFASettings = .init(enabled: true) }
        #expect(try await prefer("PASSWORD", ["PASSWORD": PoolUnderTest.password]).challengeName == .smsMFA)
        let step = try await prefer("EMAIL_OTP")
        let result = try await under.respond(
            .emailOTP,
            ["USERNAME": "alice", "EMAIL_OTP_CODE": under.code()],
            session: step.session
        )
        #expect(result.authenticationResult != nil)
    }

    @Test("a name that nobody has gets the choice of a user with a password alone")
    func stranger() async throws {
        let step = try await under.initiate(.userAuth, ["USERNAME": "nobody"])
        #expect(step.availableChallenges == [.password, .passwordSRP])
        await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
            try await under.respond(
                .selectChallenge,
                ["USERNAME": "nobody", "ANSWER": "PASSWORD", "PASSWORD": "x"],
                session: step.session
            )
        }
    }

    @Test("who signs up without a password signs in with the session of the confirmation, once")
    func passwordless() async throws {
        let signUp = try await signUpWithoutPassword("bob")
        let early = try #require(signUp.session)
        await expectRefusal("NotAuthorizedException") { try await signIn("bob", early) }
        let session = try await confirm("bob", early)
        try await under.makeUser()
        await expectRefusal("NotAuthorizedException") { try await signIn("alice", session) }
        #expect(try await signIn("bob", session).authenticationResult != nil)
        await expectRefusal("NotAuthorizedException") { try await signIn("bob", session) }
        let later = try await under.initiate(.userAuth, ["USERNAME": "bob"])
        #expect(later.availableChallenges == [.emailOTP])
    }

    @Test("the session of a confirmation is the user's own, and ends")
    func foreignConfirmation() async throws {
        let first = try await signUpWithoutPassword("bob")
        _ = try await signUpWithoutPassword("carol")
        await expectRefusal("NotAuthorizedException") { try await confirm("carol", #require(first.session)) }
        let session = try await confirm("bob", #require(first.session))
        under.clock.advance(by: .seconds(180))
        await expectRefusal("NotAuthorizedException") { try await signIn("bob", session) }
    }

    @Test("a pool with passwords alone signs nobody up without one")
    func passwordNeeded() async throws {
        try await under.arrange { $0.details.policies?.signInPolicy = .init(allowedFirstAuthFactors: [.password]) }
        await expectRefusal("InvalidParameterException") { try await signUpWithoutPassword("bob") }
    }

    private func makeUser() async throws {
        try await under.makeUser(attributes: ["email": "a@example.com", "phone_number": "+15555550100"])
        try await under.adminUpdate(["phone_number_verified": "true"])
    }

    private func choose(
        _ factor: String,
        _ more: [String: String],
        _ session: Sensitive<String>?
    ) async throws -> RespondToAuthChallengeResponse {
        let sent = ["USERNAME": "alice", "ANSWER": factor].merging(more) { $1 }
        return try await under.respond(.selectChallenge, sent, session: session)
    }

    private func prefer(_ factor: String, _ more: [String: String] = [:]) async throws -> InitiateAuthResponse {
        let sent = ["USERNAME": "alice", "PREFERRED_CHALLENGE": factor].merging(more) { $1 }
        return try await under.initiate(.userAuth, sent)
    }

    private func srpChallenge(
        _ client: SRPClient,
        isPreferred: Bool
    ) async throws -> (parameters: [String: String], session: Sensitive<String>?) {
        let key = client.publicKey.hexadecimal
        if isPreferred {
            let step = try await prefer("PASSWORD_SRP", ["SRP_A": key])
            return (step.challengeParameters ?? [:], step.session)
        }
        let begun = try await under.initiate(.userAuth, ["USERNAME": "alice"])
        let step = try await choose("PASSWORD_SRP", ["SRP_A": key], begun.session)
        return (step.challengeParameters ?? [:], step.session)
    }

    private func signUpWithoutPassword(_ name: String) async throws -> SignUpResponse {
        try await under.call(
            SignUp.self,
            .init(
                clientID: Sensitive(PoolUnderTest.clientID),
                username: Sensitive(name),
                userAttributes: [.init(name: "email", value: Sensitive("\(name)@example.com"))]
            )
        )
    }

    private func confirm(_ name: String, _ session: Sensitive<String>) async throws -> Sensitive<String> {
        let response = try await under.call(
            ConfirmSignUp.self,
            .init(
                clientID: Sensitive(PoolUnderTest.clientID),
                confirmationCode: under.code(for: "\(name)@example.com"),
                username: Sensitive(name),
                session: session
            )
        )
        return try #require(response.session)
    }

    private func signIn(_ name: String, _ session: Sensitive<String>) async throws -> InitiateAuthResponse {
        try await under.call(
            InitiateAuth.self,
            .init(
                authFlow: .userAuth,
                clientID: Sensitive(PoolUnderTest.clientID),
                authParameters: ["USERNAME": name],
                session: session
            )
        )
    }
}
