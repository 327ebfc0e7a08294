public import ByteCoding
internal import CognitoWire

/// What a user answers to a challenge.
public enum ChallengeAnswer: Sendable {
    /// A new password, with the attributes that the pool requires and lacks, by name without prefix.
    case newPassword(SecretBytes, attributes: [String: String] = [:])
    /// The code that was sent, or that an authenticator app shows; while an app is being set up, its first code.
    case code(String)
    /// The second factor to go on with, where there are several.
    case mfaMethod(MFAMethod)
    /// The e-mail address to set up as second factor; a code is sent there.
    case emailAddress(String)
    /// The way to sign in, where there are several; those that need a password are answered with ``password(_:)`` or
    /// ``passwordSRP(_:)``.
    case firstFactor(FirstFactor)
    /// The password, sent over TLS; where the service asks for a proof, proved.
    case password(SecretBytes)
    /// The password, proved with SRP.
    case passwordSRP(SecretBytes)
    /// What the pool's own challenge asks for.
    case custom(String)
    /// What the browser or authenticator said, as JSON (W3C Web Authentication Level 3, `AuthenticationResponseJSON`).
    case passkey(String)
    /// Challenge responses as the service names them, for a challenge without a form of its own.
    case responses([String: String])
}

extension ChallengeAnswer {
    /// The challenge responses, without those that every answer carries; `nil` for an answer that takes calls of its own:
    /// a proof of the password, and the first code of an app.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/answerDoesNotFit``.
    func responses(to challenge: SignInChallenge) throws(UserPoolError) -> [String: String]? {
        switch (self, challenge.name) {
        case (.newPassword(let password, let attributes), .newPasswordRequired):
            return try Self.newPassword(password, attributes)
        case (.code(let code), .smsMFA): return ["SMS_MFA_CODE": code]
        case (.code(let code), .softwareTokenMFA): return ["SOFTWARE_TOKEN_MFA_CODE": code]
        case (.code(let code), .emailOTP): return ["EMAIL_OTP_CODE": code]
        case (.code(let code), .smsOTP): return ["SMS_OTP_CODE": code]
        case (.code, .mfaSetup): return nil
        case (.mfaMethod(let method), .selectMFAType): return ["ANSWER": method.rawValue]
        case (.emailAddress(let address), .mfaSetup): return ["EMAIL": address]
        case (.firstFactor(let factor), .selectChallenge):
            guard factor != .password, factor != .passwordSRP else {
                throw UserPoolError(.answerDoesNotFit, "this choice comes with the password")
            }
            return ["ANSWER": factor.rawValue]
        case (.password(let password), .selectChallenge):
            return ["ANSWER": FirstFactor.password.rawValue, "PASSWORD": password.text]
        case (.password(let password), .password): return ["PASSWORD": password.text]
        case (.password, .passwordSRP), (.passwordSRP, .passwordSRP), (.passwordSRP, .selectChallenge): return nil
        case (.custom(let answer), .customChallenge): return ["ANSWER": answer]
        case (.passkey(let credential), .webAuthn): return ["CREDENTIAL": credential]
        case (.responses(let responses), _): return responses
        default:
            throw UserPoolError(
                .answerDoesNotFit,
                "the challenge \(challenge.name) asks for something else"
            )
        }
    }

    /// Attributes that the pool has already are refused when they are sent again, so only the given ones go.
    private static func newPassword(
        _ password: SecretBytes,
        _ attributes: [String: String]
    ) throws(UserPoolError) -> [String: String] {
        var responses = ["NEW_PASSWORD": password.text]
        for (name, value) in attributes where !value.isEmpty {
            guard !name.hasSuffix("_verified") else {
                throw UserPoolError(.answerDoesNotFit, "\(name) is the pool's to say")
            }
            responses[SignInChallenge.attributePrefix + name] = value
        }
        return responses
    }

    /// The password that an exchange is to prove, if that is the answer.
    var provedPassword: SecretBytes? {
        switch self {
        case .password(let password), .passwordSRP(let password): password
        default: nil
        }
    }
}
