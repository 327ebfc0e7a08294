public import ByteCoding
internal import CognitoWire

/// What a user answers to a challenge.
public enum ChallengeAnswer: Sendable {
    /// A new password, with the attributes that the pool requires and lacks, by name without prefix.
    case newPassword(SecretBytes, attributes: [String: String] = [:])
    /// The code that was sent.
    case code(String)
    /// Challenge responses as the service names them, for a challenge without a form of its own.
    case responses([String: String])

    /// The challenge responses, without those that every answer carries.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/answerDoesNotFit``.
    func responses(to challenge: SignInChallenge) throws -> [String: String] {
        switch (self, challenge.name) {
        case (.newPassword(let password, let attributes), .newPasswordRequired):
            // Attributes that the pool has already are refused when they are sent again, so only the given ones go.
            var responses = ["NEW_PASSWORD": password.text]
            for (name, value) in attributes {
                responses[SignInChallenge.attributePrefix + name] = value
            }
            return responses
        case (.code(let code), .smsMFA):
            return ["SMS_MFA_CODE": code]
        case (.responses(let responses), _):
            return responses
        default:
            throw UserPoolError(.answerDoesNotFit, "the challenge \(challenge.name) asks for something else")
        }
    }
}
