public import ByteCoding
public import UserPoolKit

/// What both doors say of a challenge in the same words.
extension SignInChallenge {
    /// How long a challenge waits for its answer; the service's own default.
    static let lifetime: Duration = .seconds(180)

    /// When the challenge no longer takes an answer.
    public var expiresAt: UnixTime {
        UnixTime(issuedAt).adding(Self.lifetime)
    }

    /// The name of what is asked for.
    public var typeName: String {
        switch kind {
        case .smsCode: "smsCode"
        case .emailCode: "emailCode"
        case .totpCode: "totpCode"
        case .chooseMFA: "chooseMfa"
        case .setUpMFA: "setupMfa"
        case .newPassword: "newPassword"
        case .custom: "custom"
        case .chooseFirstFactor: "chooseFirstFactor"
        case .password: "password"
        case .passkey: "passkey"
        case .other: "other"
        }
    }
}
