import ByteCoding
import CognitoWire
import LocalPool
import Testing
import UserPoolKit
import WebAuthn

/// The flow `USER_AUTH`, by each factor that a user can choose.
@Suite("Choosing how to sign in") struct FirstFactorTests {
    private let password = SecretBytes(utf8: KitUnderTest.password)

    private func choice(_ kit: KitUnderTest) async throws -> SignInChallenge {
        let challenge = try await kit.pool.signIn(username: "alice", flow: .choice()).challenge
        guard case .chooseFirstFactor(let factors) = challenge.kind else {
            throw UnexpectedStep(description: "\(challenge.name)")
        }
        #expect(factors.contains(.password) && factors.contains(.passwordSRP) && factors.contains(.emailOTP))
        return challenge
    }

    @Test("the password, sent or proved, after the choice", arguments: Travel.allCases, [false, true])
    func passwordAfterChoice(travel: Travel, proves: Bool) async throws {
        let kit = try await KitUnderTest()
        try await kit.makeUser()
        let traveller = try await Traveller(kit, travel)
        let answer = proves ? ChainAnswer.passwordSRP : ChainAnswer.password
        let session = try await traveller.answer(choice(kit), answer(KitUnderTest.password)).session
        #expect(session.username == "alice")
        let asked = try await choice(kit)
        await expectRefusal("invalidCredentials") { try await traveller.answer(asked, answer("Wr0ng-one!")) }
        await traveller.stop()
    }

    @Test("the password, sent or proved, preferred from the start", arguments: [FirstFactor.password, .passwordSRP])
    func preferredPassword(factor: FirstFactor) async throws {
        let kit = try await KitUnderTest()
        try await kit.makeUser()
        let flow = SignInFlow.choice(preferring: factor)
        let step = try await kit.pool.signIn(username: "alice", password: password, flow: flow)
        #expect(try step.session.username == "alice")
        await expectRefusal("invalidCredentials") {
            try await kit.pool.signIn(username: "alice", password: SecretBytes(utf8: "Wr0ng-one!"), flow: flow)
        }
        await expectRefusal("answerDoesNotFit") { try await kit.pool.signIn(username: "alice", flow: flow) }
    }

    @Test(
        "a code by e-mail or SMS, chosen and preferred",
        arguments: Travel.allCases,
        [FirstFactor.emailOTP, .smsOTP]
    )
    func oneTimeCode(travel: Travel, factor: FirstFactor) async throws {
        let kit = try await KitUnderTest()
        try await kit.makeUser()
        let traveller = try await Traveller(kit, travel)
        let chosen = try await traveller.answer(choice(kit), .factor(factor)).challenge
        try await answerCode(chosen, kit, traveller)
        let preferred = try await kit.pool.signIn(username: "alice", flow: .choice(preferring: factor)).challenge
        try await answerCode(preferred, kit, traveller)
        await traveller.stop()
    }

    private func answerCode(_ challenge: SignInChallenge, _ kit: KitUnderTest, _ traveller: Traveller) async throws {
        switch challenge.kind {
        case .emailCode, .smsCode: break
        default: throw UnexpectedStep(description: "\(challenge.name)")
        }
        let code = try await kit.code()
        let wrong = code.hasPrefix("0") ? "1" + code.dropFirst() : "0" + code.dropFirst()
        await expectRefusal("codeMismatch") { try await traveller.answer(challenge, .code(wrong)) }
        #expect(try await traveller.answer(challenge, .code(code)).session.username == "alice")
    }

    @Test("a passkey, chosen and preferred; a stranger's is refused", arguments: Travel.allCases)
    func passkey(travel: Travel) async throws {
        let kit = try await KitUnderTest()
        try await kit.makeUser()
        var authenticator = try await kit.addPasskey(kit.signIn().accessToken)
        let traveller = try await Traveller(kit, travel)

        let chosen = try await traveller.answer(choice(kit), .factor(.passkey)).challenge
        let signed = try authenticator.authenticate(options: Self.options(of: chosen), origin: traveller.origin)
        #expect(try await traveller.answer(chosen, .passkey(signed)).session.username == "alice")

        let preferred = try await kit.pool.signIn(username: "alice", flow: .choice(preferring: .passkey)).challenge
        await expectRefusal("invalidCredentials") { try await traveller.answer(preferred, .passkey(signed)) }
        await traveller.stop()
    }

    private static func options(of challenge: SignInChallenge) throws -> String {
        guard case .passkey(let options) = challenge.kind else {
            throw UnexpectedStep(description: "\(challenge.name)")
        }
        return options
    }

    @Test("a sign-up that has just been confirmed signs in by itself, once")
    func afterSignUp() async throws {
        let kit = try await KitUnderTest()
        let made = try await kit.pool.signUp(
            username: "alice",
            password: password,
            attributes: ["email": "alice@example.com"]
        )
        let session = try #require(
            try await kit.pool.confirmSignUp(username: "alice", code: kit.code(), session: made.session)
        )
        let step = try await kit.pool.signIn(username: "alice", afterSignUp: session)
        #expect(try step.session.subject == made.subject)
        await expectRefusal("challengeExpired") { try await kit.pool.signIn(username: "alice", afterSignUp: session) }
    }
}
