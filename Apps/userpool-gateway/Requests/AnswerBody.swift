import AppSupport
import ByteCoding
import UserPoolKit

/// The body of `POST /v1/sessions/challenge`.
struct AnswerBody: RequestBody {
    /// The one thing that is answered, before it is known to which challenge.
    enum Given: Sendable {
        case code(String)
        case password(SecretBytes)
        case newPassword(SecretBytes, attributes: [String: String])
        case choice(String)
        case answer(String)
        case credential(JSONObject)
        case answers([String: String])
    }

    let token: String
    /// `nil` if there is not exactly one.
    let given: Given?
    let metadata: [String: String]

    init(reading members: inout MemberReader) {
        token = members.requiredText("token")
        let newPassword = members.secret("newPassword")
        let attributes = members.optionalTexts("attributes")
        let all: [Given?] = [
            newPassword.map { .newPassword($0, attributes: attributes ?? [:]) },
            members.text("code").map { .code($0) },
            members.secret("password").map { .password($0) },
            members.text("choice").map { .choice($0) },
            members.text("answer").map { .answer($0) },
            members.object("credential").map { .credential($0) },
            members.optionalTexts("answers").map { .answers($0) },
        ]
        let there = all.compactMap(\.self)
        given = there.count == 1 ? there.first : nil
        metadata = members.texts("metadata")
        if attributes != nil, newPassword == nil { members.refuse("attributes", .conflict) }
    }

    static let ambiguous = Problem(
        .invalidParameter,
        """
        Send the token with exactly one of code, password, newPassword, choice, answer, credential and answers.
        """
    )
}

extension AnswerBody.Given {
    /// The answer as the challenge takes it.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/challengeMismatch`` for a choice that is none.
    func answer(to challenge: SignInChallenge, flow: SignInFlow) throws -> ChallengeAnswer {
        switch self {
        case .code(let code): .code(code)
        case .newPassword(let password, let attributes): .newPassword(password, attributes: attributes)
        case .password(let password):
            switch challenge.kind {
            // A proof tells less than the password itself, so it is preferred where both will do.
            case .chooseFirstFactor(let factors) where factors.contains(.passwordSRP): .passwordSRP(password)
            default: .password(password)
            }
        case .choice(let name): try Self.choice(name, in: challenge)
        case .answer(let text):
            // Where a second factor is set up, the text is the address that codes shall go to.
            if case .setUpMFA = challenge.kind { .emailAddress(text) } else { .custom(text) }
        case .credential(let credential): .passkey(credential.text)
        case .answers(let responses): .responses(responses)
        }
    }

    private static func choice(_ name: String, in challenge: SignInChallenge) throws -> ChallengeAnswer {
        switch challenge.kind {
        case .chooseMFA(let methods):
            guard let method = methods.first(where: { $0.shortName == name }) else {
                throw noSuchChoice(methods.map(\.shortName))
            }
            return .mfaMethod(method)
        case .chooseFirstFactor(let factors):
            guard let factor = factors.first(where: { $0.shortName == name }) else {
                throw noSuchChoice(factors.map(\.shortName))
            }
            guard factor != .password, factor != .passwordSRP else {
                throw Problem(.challengeMismatch, "To choose the password, send it as password.")
            }
            return .firstFactor(factor)
        default: throw Problem(.challengeMismatch, "This challenge leaves nothing to choose.")
        }
    }

    private static func noSuchChoice(_ names: [String]) -> Problem {
        Problem(
            .challengeMismatch,
            "The choice is one of \(names.joined(separator: ", ")).",
            errors: [Problem.Fault(pointer: "/choice", code: MemberReader.FaultKind.value.rawValue)]
        )
    }
}
