import ByteCoding
import CognitoWire
import Testing

@testable import LocalPool

/// Second factors, and the triggers that lead a sign-in.
extension Walk {
    func takeFactor(_ step: WalkStep, with index: Int) async throws {
        let name = model.signIns[index].username
        switch step {
        case .associate:
            var drawn: Sensitive<String>?
            try await expect(model.associate(index)) {
                drawn = try await under.associate(access(index))
                return .done
            }
            if let drawn, let number = model.users[name]?.pendingSecret { secrets[number] = drawn }
        case .verifyApp(_, let isRight):
            let steps = steps(isRight)
            let secret = model.users[name]?.pendingSecret.flatMap { secrets[$0] }
            try await expect(model.verifyApp(index, steps)) {
                try await under.verifyApp(appCode(secret, steps), access(index))
                return .done
            }
        case .prefer(_, let factor, let isOn, let isPreferred):
            try await expect(model.prefer(index, factor, isOn: isOn, isPreferred: isPreferred)) {
                try await under.setPreference(access(index)) { request in
                    switch factor {
                    case .sms: request.smsMFASettings = .init(enabled: isOn, preferredMFA: isPreferred)
                    case .app: request.softwareTokenMFASettings = .init(enabled: isOn, preferredMFA: isPreferred)
                    }
                }
                return .done
            }
        default: throw disagreement("no step of a second factor: \(step)")
        }
    }

    /// Goes one step on with the app that a sign-in asks for.
    ///
    /// - Returns: Whether there was one to take; otherwise the challenge itself is to be answered.
    func setUp(_ index: Int, _ isRight: Bool) async throws -> Bool {
        let session = model.sessions[index]
        guard !session.isSetUp, !dice.isRare() else { return false }
        guard let number = session.secret, !dice.isRare() else {
            var drawn: Sensitive<String>?
            try await expect(model.associateInSession(index)) {
                let request = AssociateSoftwareTokenRequest(session: sessions[index])
                let answer = try await under.call(AssociateSoftwareToken.self, request)
                drawn = answer.secretCode
                return .session(session.challenge, answer.session)
            }
            if let drawn, let number = model.sessions.last?.secret { secrets[number] = drawn }
            return true
        }
        let steps = steps(isRight)
        try await expect(model.verifyInSession(index, steps)) {
            let code = try appCode(secrets[number], steps)
            let request = VerifySoftwareTokenRequest(userCode: Sensitive(code), session: sessions[index])
            return .session(session.challenge, try await under.call(VerifySoftwareToken.self, request).session)
        }
        return true
    }

    /// How many steps from now a code is of: one that is taken unless it was used, or one that mostly is not; or no code.
    func steps(_ isRight: Bool) -> Int64? {
        isRight ? (dice.flip() ? 0 : 1) : [-1, -2, nil][dice.roll(3)]
    }

    /// The code of an app, that many steps from now; a wrong one for none.
    func appCode(_ secret: Sensitive<String>?, _ steps: Int64?) throws -> String {
        guard let secret, let steps else { return "000000" }
        return try under.appCode(secret, steps: steps)
    }

    /// Asks until an answer is right, three times at most.
    static let triggers: [TriggerKind: any TriggerHandler] = [
        .defineAuthChallenge: ClosureTrigger { event in
            let rounds = event["request"]?.object?["session"]?.array?.compactMap(\.object) ?? []
            if rounds.last?["challengeResult"]?.bool == true { return event.responding(["issueTokens": .bool(true)]) }
            guard rounds.count < 3 else { return event.responding(["failAuthentication": .bool(true)]) }
            return event.responding(["challengeName": .string("CUSTOM_CHALLENGE")])
        },
        .createAuthChallenge: ClosureTrigger { event in
            let count = event["request"]?.object?["session"]?.array?.count ?? 0
            return event.responding(["privateChallengeParameters": .texts(["answer": "answer \(count)"])])
        },
        .verifyAuthChallengeResponse: ClosureTrigger { event in
            let request = event["request"]?.object
            let expected = request?["privateChallengeParameters"]?.object?["answer"]
            return event.responding(["answerCorrect": .bool(request?["challengeAnswer"] == expected)])
        },
    ]
}
