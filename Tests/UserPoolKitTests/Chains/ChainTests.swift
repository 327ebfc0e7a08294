import ByteCoding
import CognitoWire
import LocalPool
import Testing
import UserPoolKit
import WebAuthn

/// Every chain of challenges that a pool can ask for, from the first call to the tokens.
@Suite("Chains of challenges") struct ChainTests {
    private let password = SecretBytes(utf8: KitUnderTest.password)

    @Test("password, then a code by SMS", arguments: Travel.allCases)
    func sms(travel: Travel) async throws {
        let kit = try await KitUnderTest()
        try await kit.askForFactors(.optional)
        try await kit.makeUser()
        _ = try await kit.pool.setMFA([.sms: .on(isPreferred: true)], accessToken: kit.signIn().accessToken)
        let traveller = try await Traveller(kit, travel)

        let asked = try await kit.pool.signIn(username: "alice", password: password).challenge
        guard case .smsCode(let delivery) = asked.kind else { throw UnexpectedStep(description: "\(asked.name)") }
        #expect(delivery.medium == .sms && delivery.destination?.hasSuffix("0100") == true)
        let code = try await kit.code()
        await expectRefusal("codeMismatch") { try await traveller.answer(asked, .code(wrong(code))) }
        #expect(try await traveller.answer(asked, .code(code)).session.username == "alice")
        await traveller.stop()
    }

    @Test("password, then a code by e-mail", arguments: Travel.allCases)
    func email(travel: Travel) async throws {
        let kit = try await KitUnderTest()
        try await kit.askForFactors(.optional)
        try await kit.makeUser()
        _ = try await kit.pool.setMFA([.email: .on(isPreferred: true)], accessToken: kit.signIn().accessToken)
        let traveller = try await Traveller(kit, travel)

        let asked = try await kit.pool.signIn(username: "alice", password: password).challenge
        guard case .emailCode(let delivery) = asked.kind else { throw UnexpectedStep(description: "\(asked.name)") }
        #expect(delivery.medium == .email)
        let code = try await kit.code()
        await expectRefusal("codeMismatch") { try await traveller.answer(asked, .code(wrong(code))) }
        #expect(try await traveller.answer(asked, .code(code)).session.username == "alice")
        await traveller.stop()
    }

    @Test("password, SELECT_MFA_TYPE, an app's code, and a new device", arguments: Travel.allCases)
    func chooseThenAppThenDevice(travel: Travel) async throws {
        let kit = try await KitUnderTest()
        try await kit.askForFactors(.optional)
        try await kit.makeUser()
        let first = try await kit.signIn()
        let secret = try await kit.addApp(to: first)
        _ = try await kit.pool.setMFA([.sms: .on()], accessToken: first.accessToken)
        try await kit.rememberDevices()
        try await kit.askForFactors(.optional)
        let traveller = try await Traveller(kit, travel)

        let choice = try await kit.pool.signIn(username: "alice", password: password).challenge
        guard case .chooseMFA(let methods) = choice.kind else { throw UnexpectedStep(description: "\(choice.name)") }
        #expect(Set(methods) == [.sms, .totp])
        let asked = try await traveller.answer(choice, .method(.totp)).challenge
        guard case .totpCode(let name) = asked.kind else { throw UnexpectedStep(description: "\(asked.name)") }
        #expect(name == "telephone")
        let code = try kit.appCode(secret)
        await expectRefusal("codeMismatch") { try await traveller.answer(asked, .code(wrong(code))) }
        let step = try await traveller.answer(asked, .code(code))
        guard case .signedIn(let session, let outcome) = step else { throw UnexpectedStep(description: "\(step)") }
        #expect(outcome == "confirmed(isUndecided: false)")

        // The device signs in from now on, and the tokens bound to it can be refreshed.
        let device = try #require(session.device)
        #expect(try await kit.pool.refresh(session).device == device)
        let again = try await kit.pool.signIn(username: "alice", password: password, device: device).challenge
        let chosen = try await traveller.answer(again, .method(.totp)).challenge
        let known = try await traveller.answer(chosen, .code(kit.appCode(secret)))
        guard case .signedIn(let second, let outcome) = known else { throw UnexpectedStep(description: "\(known)") }
        #expect(outcome == "known" && second.device == device)
        await traveller.stop()
    }

    @Test("a remembered device takes the place of the second factor", arguments: [false, true])
    func deviceInsteadOfFactor(isRemembered: Bool) async throws {
        let kit = try await KitUnderTest()
        try await kit.askForFactors(.optional)
        try await kit.makeUser()
        let first = try await kit.signIn()
        let secret = try await kit.addApp(to: first, isPreferred: true)
        try await kit.rememberDevices(onlyIfAsked: true, sparesFactors: true)
        try await kit.askForFactors(.optional)
        let asked = try await kit.pool.signIn(username: "alice", password: password).challenge
        let user = try await kit.pool.answer(asked, with: .code(kit.appCode(secret))).signedIn
        guard case .confirmed(isUndecided: true) = user.device else {
            throw UnexpectedStep(description: "\(user.device)")
        }
        let device = try #require(user.session.device)
        try await kit.pool.rememberDevice(device.key, isRemembered, accessToken: user.session.accessToken)

        let step = try await kit.pool.signIn(username: "alice", password: password, device: device)
        if isRemembered {
            guard case .known = try step.signedIn.device else { throw UnexpectedStep(description: "\(step)") }
        } else {
            guard case .totpCode = try step.challenge.kind else { throw UnexpectedStep(description: "\(step)") }
        }
    }

    @Test("a new password, then an app is set up and shows its first code", arguments: Travel.allCases)
    func newPasswordThenApp(travel: Travel) async throws {
        let kit = try await KitUnderTest()
        try await kit.makeBareUser(permanent: false)
        try await kit.askForFactors(.on)
        let traveller = try await Traveller(kit, travel)

        let temporary = SecretBytes(utf8: "T3mporary!")
        let first = try await kit.pool.signIn(username: "bare", password: temporary).challenge
        guard case .newPassword = first.kind else { throw UnexpectedStep(description: "\(first.name)") }
        let setUp = try await traveller.answer(first, .newPassword("N3w-Passw0rd!")).challenge
        guard case .setUpMFA(let methods) = setUp.kind else { throw UnexpectedStep(description: "\(setUp.name)") }
        #expect(methods.contains(.totp))
        let app = try await traveller.setUpApp(setUp)
        let code = try kit.appCode(app.secret)
        await expectRefusal("codeMismatch") { try await traveller.answer(app.challenge, .code(wrong(code))) }
        #expect(try await traveller.answer(app.challenge, .code(code)).session.username == "bare")

        let next = try await kit.pool.signIn(username: "bare", password: SecretBytes(utf8: "N3w-Passw0rd!")).challenge
        guard case .totpCode = next.kind else { throw UnexpectedStep(description: "\(next.name)") }
        #expect(try await traveller.answer(next, .code(kit.appCode(app.secret))).session.username == "bare")
        await traveller.stop()
    }

    @Test("an e-mail address is set up as second factor in the sign-in", arguments: Travel.allCases)
    func setUpEmail(travel: Travel) async throws {
        let kit = try await KitUnderTest()
        try await kit.makeBareUser()
        try await kit.askForFactors(.on)
        let traveller = try await Traveller(kit, travel)
        let setUp = try await kit.pool.signIn(username: "bare", password: password).challenge
        guard case .setUpMFA(let methods) = setUp.kind else { throw UnexpectedStep(description: "\(setUp.name)") }
        #expect(methods.contains(.email))
        let asked = try await traveller.answer(setUp, .email("bare@example.com")).challenge
        guard case .emailCode = asked.kind else { throw UnexpectedStep(description: "\(asked.name)") }
        let code = try await kit.code(for: "bare")
        await expectRefusal("codeMismatch") { try await traveller.answer(asked, .code(wrong(code))) }
        #expect(try await traveller.answer(asked, .code(code)).session.username == "bare")
        await traveller.stop()
    }

    @Test("the pool's own challenges, with and without the password first", arguments: Travel.allCases, [false, true])
    func custom(travel: Travel, startsWithPassword: Bool) async throws {
        let kit = try await KitUnderTest { $0.triggers = Riddle.triggers }
        try await kit.makeUser()
        let traveller = try await Traveller(kit, travel)
        let first = try await kit.pool.signIn(
            username: "alice",
            password: startsWithPassword ? password : nil,
            flow: .custom
        ).challenge
        guard case .custom(let parameters) = first.kind else { throw UnexpectedStep(description: "\(first.name)") }
        #expect(parameters["riddle"] != nil)
        let second = try await traveller.answer(first, .custom("right")).challenge
        #expect(try await traveller.answer(second, .custom("right")).session.username == "alice")

        let again = try await kit.pool.signIn(username: "alice", flow: .custom).challenge
        await expectRefusal("invalidCredentials") { try await traveller.answer(again, .custom("wrong")) }
        if startsWithPassword {
            await expectRefusal("invalidCredentials") {
                try await kit.pool.signIn(username: "alice", password: SecretBytes(utf8: "Wr0ng-one!"), flow: .custom)
            }
        }
        await traveller.stop()
    }

    /// A code that is not that one.
    private func wrong(_ code: String) -> String { code == "000000" ? "000001" : "000000" }
}

/// Expects the kit's refusal, from this process or from another.
func expectRefusal<Result>(
    _ code: String,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Result
) async {
    do {
        _ = try await body()
        Issue.record("no refusal", sourceLocation: sourceLocation)
    } catch {
        let found = (error as? UserPoolError)?.code.description ?? (error as? ProbeRefusal)?.code ?? "\(error)"
        #expect(found == code, sourceLocation: sourceLocation)
    }
}

/// Triggers that ask two riddles; the right answer to each is `right`.
enum Riddle {
    static let triggers: [TriggerKind: any TriggerHandler] = [
        .defineAuthChallenge: define, .createAuthChallenge: create, .verifyAuthChallengeResponse: verify,
    ]

    private static let define = ClosureTrigger { event in
        let rounds = event["request"]?.object?["session"]?.array?.compactMap(\.object) ?? []
        let names = rounds.compactMap { $0["challengeName"]?.string }
        if rounds.contains(where: { $0["challengeResult"]?.bool == false }) {
            return event.responding(["failAuthentication": .bool(true), "issueTokens": .bool(false)])
        }
        if names == ["SRP_A"] {
            return event.responding(["challengeName": .string("PASSWORD_VERIFIER"), "issueTokens": .bool(false)])
        }
        let isDone = names.filter { $0 == "CUSTOM_CHALLENGE" }.count == 2
        return isDone
            ? event.responding(["issueTokens": .bool(true), "failAuthentication": .bool(false)])
            : event.responding(["challengeName": .string("CUSTOM_CHALLENGE"), "issueTokens": .bool(false)])
    }

    private static let create = ClosureTrigger { event in
        let count = event["request"]?.object?["session"]?.array?.count ?? 0
        return event.responding([
            "publicChallengeParameters": .object(JSONObject(["riddle": .string("number \(count)")])),
            "privateChallengeParameters": .object(JSONObject(["answer": .string("right")])),
            "challengeMetadata": .string("riddle"),
        ])
    }

    private static let verify = ClosureTrigger { event in
        let answer = event["request"]?.object?["challengeAnswer"]?.string
        return event.responding(["answerCorrect": .bool(answer == "right")])
    }
}
