import AppSupport
import ByteCoding
import CognitoWire
import Foundation
import UserPoolKit

/// The way from a first answer of the service to tokens, or to a challenge that nobody here answers.
struct SignInWalk {
    let context: CommandContext
    var answers: PreparedAnswers
    let app: AppDisplayOptions
    /// What the person typed, if it was in this process.
    let typedName: String?
    /// The authenticator app that was given its secret in this process.
    private var invitation: AppInvitation?

    /// A wrong code may be typed again this often.
    private static let longestPatience = 3

    init(context: CommandContext, answers: PreparedAnswers, app: AppDisplayOptions, typedName: String?) {
        self.context = context
        self.answers = answers
        self.app = app
        self.typedName = typedName
    }

    /// Walks, and prints where it ends.
    ///
    /// - Throws: ``Problem`` or `UserPoolError`; a challenge that can still be answered stays in the store.
    mutating func run(from first: SignInStep, isContinued: Bool) async throws {
        var step = first
        var mustAnswer = isContinued && !answers.unused.isEmpty
        while case .challenge(let challenge) = step {
            // Kept before anything is answered, so that an interruption loses nothing.
            try await context.current.keep(challenge, typedName: typedName)
            guard let move = try answers.take(for: challenge) else {
                if mustAnswer {
                    let type = challenge.typeName
                    throw Problem(.challengeMismatch, "the challenge \(type) takes \(challenge.answeringOptions)")
                }
                guard context.asks else { break }
                step = try await asked(challenge)
                continue
            }
            mustAnswer = false
            step = try await taken(move, for: challenge)
        }
        try await finish(step)
    }

    /// Does as a prepared answer says.
    private mutating func taken(_ move: ChallengeMove, for challenge: SignInChallenge) async throws -> SignInStep {
        switch move {
        case .setUpApp: return .challenge(try await invite(for: challenge))
        case .answer(let answer): return try await send(answer, to: challenge)
        }
    }

    /// Asks the person, again after a wrong code.
    private mutating func asked(_ challenge: SignInChallenge) async throws -> SignInStep {
        for _ in 1..<Self.longestPatience {
            let move = try ChallengeDialogue.ask(for: challenge, attributes: answers.attributes)
            do {
                return try await taken(move, for: challenge)
            } catch {
                guard let error = error as? UserPoolError, error.code == .codeMismatch else { throw error }
                Terminal.note("The code is wrong.")
            }
        }
        return try await taken(ChallengeDialogue.ask(for: challenge, attributes: answers.attributes), for: challenge)
    }

    private func send(_ answer: ChallengeAnswer, to challenge: SignInChallenge) async throws -> SignInStep {
        do throws(UserPoolError) {
            return try await context.pool.answer(challenge, with: answer)
        } catch {
            // What the service does not know any longer need not be kept.
            let isSpent = [.challengeExpired, .foreignChallenge, .invalidCredentials].contains(error.code)
            if isSpent { try await context.current.forgetChallenge() }
            throw error
        }
    }

    private mutating func invite(for challenge: SignInChallenge) async throws -> SignInChallenge {
        let setup = try await context.pool.setUpApp(for: challenge)
        let invitation = try app.invitation(setup, pool: context.pool, account: typedName ?? challenge.username)
        self.invitation = invitation
        if context.asks { try app.show(invitation) }
        return setup.challenge ?? challenge
    }

    private func finish(_ step: SignInStep) async throws {
        switch step {
        case .signedIn(let user):
            try await context.current.keep(user.session, typedName: typedName)
            user.device.note()
            if !answers.unused.isEmpty {
                Terminal.note("userpool: note: not asked for: \(answers.unused.joined(separator: ", "))")
            }
            context.print(user.outputValue(withTokens: context.format == .json))
        case .challenge(let challenge):
            context.print(challenge.outputValue(with: invitation))
        case .confirmSignUp(let reason):
            throw Problem(describing: reason).adding("run userpool signup confirm")
        case .resetPassword(let reason):
            throw Problem(describing: reason).adding("run userpool password forgot and userpool password reset")
        }
    }
}

extension DeviceOutcome {
    /// Tells the person what only a person can decide or mend.
    fileprivate func note() {
        switch self {
        case .confirmed(isUndecided: true):
            Terminal.note("userpool: note: the pool does not remember this device; userpool devices remember does it")
        case .notConfirmed(let error):
            Terminal.note(
                "userpool: note: the tokens cannot be refreshed, as the device was not confirmed: \(error.message)"
            )
        default: break
        }
    }
}

extension Problem {
    /// The same with a hint.
    fileprivate func adding(_ hint: String) -> Problem {
        Problem(code, "\(detail); \(hint)", retryAfter: retryAfter, cognito: cognito)
    }
}
