import ByteCoding
import CognitoWire
import OneTimePassword
import Testing

@testable import LocalPool

extension OneTimeRule {
    private static let refused = "NotAuthorizedException"
    private static let usedOnce = "Invalid session for the user, session can only be used once."
    private static let expired = "Invalid session for the user, session is expired."

    static let proofs = [
        OneTimeRule("a right proof is spent by success") { under in
            try await under.makeUser()
            let proof = try await under.proof()
            #expect(try await under.respond(.passwordVerifier, proof).authenticationResult != nil)
            await expectRefusal(refused) { try await under.respond(.passwordVerifier, proof) }
        },
        OneTimeRule("an exchange is spent by a wrong proof") { under in
            try await under.makeUser()
            let proof = try await under.proof()
            var wrong = proof
            wrong["PASSWORD_CLAIM_SIGNATURE"] = Base64.encode([UInt8](repeating: 0, count: 32))
            await expectRefusal(refused) { try await under.respond(.passwordVerifier, wrong) }
            await expectRefusal(refused) { try await under.respond(.passwordVerifier, proof) }
        },
        OneTimeRule("a proof is not spent by a device that does not exist") { under in
            try await under.makeUser()
            try await under.arrange { $0.details.deviceConfiguration = DeviceConfigurationType() }
            let proof = try await under.proof()
            await expectRefusal("ResourceNotFoundException", "Device does not exist.") {
                try await under.respond(.passwordVerifier, proof.merging(["DEVICE_KEY": "local_none"]) { $1 })
            }
            #expect(try await under.respond(.passwordVerifier, proof).authenticationResult != nil)
        },
        OneTimeRule("a proof is the exchange's own") { under in
            try await under.makeUser()
            var first = try await under.proof()
            first["PASSWORD_CLAIM_SECRET_BLOCK"] = try await under.proof()["PASSWORD_CLAIM_SECRET_BLOCK"]
            await expectRefusal(refused) { try await under.respond(.passwordVerifier, first) }
        },
        OneTimeRule("a proof is its client's own") { under in
            try await under.makeUser()
            let proof = try await under.proof()
            let other = try #require(try await under.makeClient().clientID?.value)
            await expectRefusal(refused) { try await under.respond(.passwordVerifier, proof, clientID: other) }
            #expect(try await under.respond(.passwordVerifier, proof).authenticationResult != nil)
        },
        OneTimeRule("a proof is its user's own") { under in
            try await under.makeUser()
            try await under.makeUser("bob")
            let proof = try await under.proof()
            await expectRefusal(refused) {
                try await under.respond(.passwordVerifier, proof.merging(["USERNAME": "bob"]) { $1 })
            }
            #expect(try await under.respond(.passwordVerifier, proof).authenticationResult != nil)
        },
        OneTimeRule("an exchange ends with the session validity of its client") { under in
            try await under.makeUser()
            let proof = try await under.proof(at: under.clock.now.adding(.seconds(180)))
            under.clock.advance(by: .seconds(180))
            await expectRefusal(refused, expired) { try await under.respond(.passwordVerifier, proof) }
        },
        OneTimeRule("a proof names a moment within five minutes of now") { under in
            try await under.makeUser()
            for (offset, isTaken) in [(-301, false), (-300, true), (300, true), (301, false)] {
                let proof = try await under.proof(at: under.clock.now.adding(.seconds(offset)))
                let result = try? await under.respond(.passwordVerifier, proof)
                #expect((result != nil) == isTaken, "\(offset)")
            }
        },
        OneTimeRule("a proof of the password before the last change is refused") { under in
            try await under.makeUser()
            let proof = try await under.proof()
            try await under.setPassword("N3w-Password")
            await expectRefusal(refused) { try await under.respond(.passwordVerifier, proof) }
        },
    ]

    static let sessions = [
        OneTimeRule("a session is spent by success") { under in
            let step = try await under.createUserStep()
            #expect(try await under.newPassword("N3w-Password", step.session).authenticationResult != nil)
            await expectRefusal(refused, usedOnce) { try await under.newPassword("N3w-Password", step.session) }
        },
        OneTimeRule("a session is spent by a refusal") { under in
            let step = try await under.createUserStep()
            await expectRefusal("InvalidPasswordException") { try await under.newPassword("weak", step.session) }
            await expectRefusal(refused, usedOnce) { try await under.newPassword("N3w-Password", step.session) }
        },
        OneTimeRule("a session is not spent by an answer that lacks a parameter") { under in
            let step = try await under.createUserStep()
            await expectRefusal("InvalidParameterException") {
                try await under.respond(.newPasswordRequired, ["USERNAME": "bob"], session: step.session)
            }
            #expect(try await under.newPassword("N3w-Password", step.session).authenticationResult != nil)
        },
        OneTimeRule("a session ends after three minutes") { under in
            let step = try await under.createUserStep()
            under.clock.advance(by: .seconds(180))
            await expectRefusal(refused, expired) { try await under.newPassword("N3w-Password", step.session) }
        },
        OneTimeRule("a session lasts as long as its client says") { under in
            let client = try await under.makeClient { $0.authSessionValidity = 15 }
            let clientID = try #require(client.clientID?.value)
            for (wait, isTaken) in [(899, true), (900, false)] {
                try await under.createUser("user\(wait)") { $0.temporaryPassword = "T3mporary!" }
                let step = try await under.initiate(
                    .userPasswordAuth,
                    ["USERNAME": "user\(wait)", "PASSWORD": "T3mporary!"],
                    clientID: clientID
                )
                under.clock.advance(by: .seconds(wait))
                let answer = ["USERNAME": "user\(wait)", "NEW_PASSWORD": "N3w-Password"]
                let result = try? await under.respond(
                    .newPasswordRequired,
                    answer,
                    session: step.session,
                    clientID: clientID
                )
                #expect((result != nil) == isTaken, "\(wait)")
            }
        },
        OneTimeRule("a session is its client's own") { under in
            let step = try await under.createUserStep()
            let other = try #require(try await under.makeClient().clientID?.value)
            await expectRefusal(refused, "Invalid session for the user.") {
                try await under.respond(
                    .newPasswordRequired,
                    ["USERNAME": "bob", "NEW_PASSWORD": "N3w-Password"],
                    session: step.session,
                    clientID: other
                )
            }
        },
        OneTimeRule("a session is its user's own") { under in
            try await under.makeUser()
            let step = try await under.createUserStep()
            await expectRefusal(refused, "Invalid session for the user.") {
                try await under.respond(
                    .newPasswordRequired,
                    ["USERNAME": "alice", "NEW_PASSWORD": "N3w-Password"],
                    session: step.session
                )
            }
        },
        OneTimeRule("a session answers its own challenge alone") { under in
            let step = try await under.createUserStep()
            await expectRefusal(refused, "Invalid session for the user.") {
                try await under.respond(.mfaSetup, ["USERNAME": "bob"], session: step.session)
            }
        },
    ]

    static let factorCodes = [
        OneTimeRule("a code by text message works once") { under in
            try await under.makeUserWithSMSFactor()
            let step = try await under.signInWithSRP()
            let code = try await under.code()
            #expect(try await under.answerSMS(code, step.session).authenticationResult != nil)
            await expectRefusal(refused, usedOnce) { try await under.answerSMS(code, step.session) }
            let next = try await under.signInWithSRP()
            await expectRefusal("CodeMismatchException") { try await under.answerSMS(code, next.session) }
        },
        OneTimeRule("a session takes five wrong codes") { under in
            try await under.makeUserWithSMSFactor()
            let step = try await under.signInWithSRP()
            let code = try await under.code()
            for _ in 0..<5 {
                await expectRefusal("CodeMismatchException") { try await under.answerSMS("x", step.session) }
            }
            under.clock.advance(by: .seconds(1))
            await expectRefusal(refused, usedOnce) { try await under.answerSMS(code, step.session) }
        },
        OneTimeRule("five wrong codes lock codes, whatever the session, until the lock ends") { under in
            try await under.makeUserWithSMSFactor()
            for _ in 0..<5 {
                let step = try await under.signInWithSRP()
                await expectRefusal("CodeMismatchException") { try await under.answerSMS("x", step.session) }
            }
            let locked = try await under.signInWithSRP()
            await expectRefusal(refused, "Code attempts exceeded") {
                try await under.answerSMS(under.code(), locked.session)
            }
            under.clock.advance(by: .seconds(1))
            let step = try await under.signInWithSRP()
            #expect(try await under.answerSMS(under.code(), step.session).authenticationResult != nil)
        },
        OneTimeRule("a right code forgets the wrong ones before it") { under in
            try await under.makeUserWithSMSFactor()
            for _ in 0..<2 {
                let step = try await under.signInWithSRP()
                for _ in 0..<4 {
                    await expectRefusal("CodeMismatchException") { try await under.answerSMS("x", step.session) }
                }
                #expect(try await under.answerSMS(under.code(), step.session).authenticationResult != nil)
            }
        },
        OneTimeRule("each step's code of an app works once") { under in
            let secret = try await under.makeUserWithApp()
            let code = try under.appCode(secret)
            let (first, second) = (try await under.signInWithSRP(), try await under.signInWithSRP())
            #expect(try await under.answerApp(code, first).authenticationResult != nil)
            await expectRefusal("ExpiredCodeException") { try await under.answerApp(code, second) }
        },
        OneTimeRule("a code of an app from before the last one is refused") { under in
            let secret = try await under.makeUserWithApp()
            let earlier = try under.appCode(secret)
            under.clock.advance(by: .seconds(30))
            #expect(
                try await under.answerApp(under.appCode(secret), under.signInWithSRP()).authenticationResult != nil
            )
            let step = try await under.signInWithSRP()
            await expectRefusal("ExpiredCodeException") { try await under.answerApp(earlier, step) }
        },
        OneTimeRule("a code of an app may be one step early or late") { under in
            let totp = TOTP(try OneTimePasswordSecret(base32: await under.makeUserWithApp().value))
            for (steps, isTaken) in [(-2, false), (-1, true), (1, true), (2, false)] {
                under.clock.advance(by: .seconds(300))
                let code = try totp.code(at: under.clock.now.adding(.seconds(30 * steps)))
                let result = try? await under.answerApp(code, under.signInWithSRP())
                #expect((result != nil) == isTaken, "\(steps)")
            }
        },
    ]
}

extension PoolUnderTest {
    func newPassword(
        _ password: String,
        _ session: Sensitive<String>?
    ) async throws -> RespondToAuthChallengeResponse {
        try await respond(.newPasswordRequired, ["USERNAME": "bob", "NEW_PASSWORD": password], session: session)
    }

    func answerSMS(_ code: String, _ session: Sensitive<String>?) async throws -> RespondToAuthChallengeResponse {
        try await respond(.smsMFA, ["USERNAME": "alice", "SMS_MFA_CODE": code], session: session)
    }
}
