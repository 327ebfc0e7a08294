import AppSupport
import ByteCoding
import CognitoWire
import Foundation
import UserPoolKit

/// Asks the person at the terminal what a challenge asks for.
enum ChallengeDialogue {
    /// Asks.
    ///
    /// - Parameters:
    ///   - challenge: The challenge.
    ///   - attributes: Attributes that were given already.
    /// - Returns: What to do.
    /// - Throws: ``Problem``: ``Problem/Code/interrupted`` at the end of input, ``Problem/Code/challengeMismatch`` for a
    ///   challenge that has no dialogue.
    static func ask(for challenge: SignInChallenge, attributes: [String: String]) throws -> ChallengeMove {
        switch challenge.kind {
        case .smsCode(let delivery), .emailCode(let delivery):
            let place = delivery.destination.map { " sent to \($0)" } ?? ""
            return .answer(.code(try Terminal.ask("Code\(place)", instead: challenge.answeringOptions)))
        case .totpCode(let name):
            let app = name.flatMap { $0.isEmpty ? nil : " of \($0.shownSafely)" } ?? " of your authenticator app"
            return .answer(.code(try Terminal.ask("Code\(app)", instead: challenge.answeringOptions)))
        case .newPassword(let required):
            return try askForNewPassword(required, attributes, challenge)
        case .chooseMFA(let methods):
            let index = try Terminal.choose("Second factor", from: methods.map(\.shortName))
            return .answer(.mfaMethod(methods[index]))
        case .setUpMFA(let methods):
            return try askForSetUp(methods, challenge)
        case .chooseFirstFactor(let factors):
            let factor = factors[try Terminal.choose("Sign in with", from: factors.map(\.shortName))]
            guard factor.needsPassword else { return .answer(.firstFactor(factor)) }
            let password = try Terminal.askSecret("Password", instead: challenge.answeringOptions)
            return .answer(PreparedAnswers.proof(of: password, as: factor))
        case .password:
            return .answer(.password(try Terminal.askSecret("Password", instead: challenge.answeringOptions)))
        case .custom(let parameters):
            for (name, value) in parameters.sorted(by: { $0.key < $1.key }) where name != "USERNAME" {
                Terminal.note("\(name.shownSafely): \(value.shownSafely)")
            }
            // Nobody here knows whether the pool asks for a secret.
            let answer = try Terminal.askSecret("Answer", instead: challenge.answeringOptions)
            return .answer(.custom(try SecretText.text(answer)))
        case .passkey(let options):
            return .answer(.passkey(try askForCredential(options)))
        case .other(let name):
            throw Problem(
                .challengeMismatch,
                "the challenge \(name) has no dialogue here; answer it with --continue --responses-stdin"
            )
        }
    }

    /// Shows the options of a passkey, and takes the authenticator's answer: JSON on one line, or a file that holds it.
    static func askForCredential(_ options: String) throws -> String {
        Terminal.note("Give these options to the authenticator:\n\(options.shownSafely)")
        let answer = try Terminal.ask(
            "Its answer (JSON on one line, or a file)",
            instead: "--credential-file, --credential-stdin or --passkey-file"
        )
        guard !answer.drop(while: \.isWhitespace).hasPrefix("{") else { return answer }
        return try SecretText.text(SecretText.read(path: answer))
    }

    private static func askForNewPassword(
        _ required: [String],
        _ given: [String: String],
        _ challenge: SignInChallenge
    ) throws -> ChallengeMove {
        Terminal.note("A new password is needed.")
        let password = try Terminal.askNewSecret("New password", instead: challenge.answeringOptions)
        var attributes = given
        for name in required where attributes[name] == nil {
            attributes[name] = try Terminal.ask(name.shownSafely, instead: "--attribute")
        }
        return .answer(.newPassword(password, attributes: attributes))
    }

    private static func askForSetUp(_ methods: [MFAMethod], _ challenge: SignInChallenge) throws -> ChallengeMove {
        if challenge.isAppBeingSetUp {
            return .answer(.code(try Terminal.ask("First code of the app", instead: challenge.answeringOptions)))
        }
        let offered = methods.filter { $0 == .totp || $0 == .email }
        guard !offered.isEmpty else {
            let names = methods.map(\.shortName).joined(separator: ", ")
            throw Problem(
                .challengeMismatch,
                "a second factor must be set up, and none of \(names) can be in a sign-in; ask an administrator"
            )
        }
        Terminal.note("A second factor must be set up.")
        let index = offered.count == 1 ? 0 : try Terminal.choose("Second factor", from: offered.map(\.shortName))
        guard offered[index] == .email else { return .setUpApp }
        return .answer(.emailAddress(try Terminal.ask("E-mail address", instead: challenge.answeringOptions)))
    }
}
