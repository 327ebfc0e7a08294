import ByteCoding
import CognitoSRP
import CognitoWire
import Testing

@testable import LocalPool

@Suite("Sign-ins that triggers lead") struct CustomFlowTests {
    /// Asks two riddles, the second only after a right answer; with the password first, only after that.
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
            "publicChallengeParameters": .texts(["riddle": "number \(count)"]),
            "privateChallengeParameters": .texts(["answer": "answer \(count)"]),
            "challengeMetadata": .string("riddle"),
        ])
    }

    private static let verify = ClosureTrigger { event in
        let request = event["request"]?.object
        let expected = request?["privateChallengeParameters"]?.object?["answer"]?.string
        return event.responding(["answerCorrect": .bool(request?["challengeAnswer"]?.string == expected)])
    }

    private static func under() throws -> PoolUnderTest {
        try PoolUnderTest {
            $0.triggers = [
                .defineAuthChallenge: define, .createAuthChallenge: create, .verifyAuthChallengeResponse: verify,
            ]
        }
    }

    @Test("each right answer leads to the next challenge, the last to tokens")
    func rounds() async throws {
        let under = try Self.under()
        try await under.makeUser()
        let first = try await under.initiate(.customAuth, ["USERNAME": "alice"])
        #expect(first.challengeName == .customChallenge)
        #expect(first.challengeParameters == ["USERNAME": "alice", "riddle": "number 0"])
        let second = try await answer("answer 0", first.session, in: under)
        #expect(second.challengeParameters?["riddle"] == "number 1")
        await expectRefusal("NotAuthorizedException") { try await answer("answer 0", first.session, in: under) }
        #expect(try await answer("answer 1", second.session, in: under).authenticationResult != nil)
    }

    @Test("a wrong answer ends it")
    func wrongAnswer() async throws {
        let under = try Self.under()
        try await under.makeUser()
        let step = try await under.initiate(.customAuth, ["USERNAME": "alice"])
        await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
            try await answer("wrong", step.session, in: under)
        }
        await expectRefusal("NotAuthorizedException") { try await answer("answer 0", step.session, in: under) }
    }

    @Test("with SRP_A the password comes first, and a wrong one ends it", arguments: [true, false])
    func passwordFirst(_ isRight: Bool) async throws {
        let under = try Self.under()
        try await under.makeUser()
        let client = try SRPClient(random: .seeded(7))
        let step = try await under.initiate(
            .customAuth,
            ["USERNAME": "alice", "CHALLENGE_NAME": "SRP_A", "SRP_A": client.publicKey.hexadecimal]
        )
        #expect(step.challengeName == .passwordVerifier)
        let parameters = try #require(step.challengeParameters)
        let claim = try client.passwordClaim(
            for: SRPChallenge(
                salt: #require(parameters["SALT"]),
                serverPublicKey: #require(parameters["SRP_B"]),
                secretBlock: #require(parameters["SECRET_BLOCK"])
            ),
            identity: SRPIdentity(userPoolID: PoolUnderTest.poolID, userID: "alice"),
            password: SecretBytes(utf8: isRight ? PoolUnderTest.password : "wrong"),
            at: under.clock.now
        )
        let proof = [
            "USERNAME": "alice",
            "PASSWORD_CLAIM_SIGNATURE": claim.signature,
            "PASSWORD_CLAIM_SECRET_BLOCK": claim.secretBlock,
            "TIMESTAMP": claim.timestamp,
        ]
        guard isRight else {
            await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
                try await under.respond(.passwordVerifier, proof, session: step.session)
            }
            return
        }
        let riddle = try await under.respond(.passwordVerifier, proof, session: step.session)
        #expect(riddle.challengeName == .customChallenge && riddle.authenticationResult == nil)
        let last = try await answer("answer 2", riddle.session, in: under)
        #expect(try await answer("answer 3", last.session, in: under).authenticationResult != nil)
    }

    @Test("without triggers there is no such sign-in; nor for users who are closed, or nobody")
    func refused() async throws {
        let plain = try PoolUnderTest()
        try await plain.makeUser()
        await expectRefusal("InvalidParameterException") {
            try await plain.initiate(.customAuth, ["USERNAME": "alice"])
        }
        let under = try Self.under()
        try await under.makeUser()
        try await under.disable()
        let step = try await under.initiate(.customAuth, ["USERNAME": "alice"])
        let last = try await answer("answer 0", step.session, in: under)
        await expectRefusal("NotAuthorizedException", "User is disabled.") {
            try await answer("answer 1", last.session, in: under)
        }
        let begun = try await under.initiate(.customAuth, ["USERNAME": "nobody"])
        let riddle = try await answer("answer 0", begun.session, in: under, name: "nobody")
        await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
            try await answer("answer 1", riddle.session, in: under, name: "nobody")
        }
    }

    private func answer(
        _ text: String,
        _ session: Sensitive<String>?,
        in under: PoolUnderTest,
        name: String = "alice"
    ) async throws -> RespondToAuthChallengeResponse {
        try await under.respond(.customChallenge, ["USERNAME": name, "ANSWER": text], session: session)
    }
}

@Suite("Users from elsewhere") struct MigrationTests {
    private static func under(_ hides: Bool = true) throws -> PoolUnderTest {
        try PoolUnderTest {
            $0.triggers[.userMigration] = ClosureTrigger { event in
                let password = event["request"]?.object?["password"]?.string
                guard event["triggerSource"]?.string == "UserMigration_ForgotPassword" || password == "0ld-Password"
                else { throw TriggerFailure(.refused, "wrong") }
                return event.responding([
                    "userAttributes": .texts(["email": "alice@example.com", "email_verified": "true"]),
                    "finalUserStatus": .string("CONFIRMED"),
                    "messageAction": .string("SUPPRESS"),
                ])
            }
        }
    }

    @Test("a right password in clear brings the user, who signs in with SRP from then on")
    func migrated() async throws {
        let under = try Self.under()
        await expectRefusal("NotAuthorizedException") { try await under.signInWithSRP(password: "0ld-Password") }
        await expectRefusal("NotAuthorizedException") { try await under.signInWithPassword(password: "wrong") }
        await expectRefusal("UserNotFoundException") { try await under.adminProfile(of: "alice") }
        #expect(try await under.signInWithPassword(password: "0ld-Password").authenticationResult != nil)
        #expect(try await under.adminProfile(of: "alice").userStatus == .confirmed)
        #expect(try await under.attributes()["email_verified"] == "true")
        #expect(try await under.signInWithSRP(password: "0ld-Password").authenticationResult != nil)
    }

    @Test("a forgotten password brings the user too, who sets another")
    func forgotten() async throws {
        let under = try Self.under()
        try await under.call(
            ForgotPassword.self,
            .init(clientID: Sensitive(PoolUnderTest.clientID), username: "alice")
        )
        try await under.call(
            ConfirmForgotPassword.self,
            .init(
                clientID: Sensitive(PoolUnderTest.clientID),
                confirmationCode: under.code(),
                password: "N3w-Password",
                username: "alice"
            )
        )
        #expect(try await under.signInWithSRP(password: "N3w-Password").authenticationResult != nil)
    }
}
