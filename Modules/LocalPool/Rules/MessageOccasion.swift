/// Why a message is sent.
enum MessageOccasion: String, CaseIterable {
    case signUp = "SignUp"
    case resendCode = "ResendCode"
    case forgotPassword = "ForgotPassword"
    case updateUserAttribute = "UpdateUserAttribute"
    case verifyUserAttribute = "VerifyUserAttribute"
    case authentication = "Authentication"
    case adminCreateUser = "AdminCreateUser"

    /// What the inbox calls the message.
    var kind: DeliveredMessage.Kind {
        switch self {
        case .signUp, .resendCode: .signUp
        case .forgotPassword: .forgotPassword
        case .updateUserAttribute, .verifyUserAttribute: .verifyAttribute
        case .authentication: .mfa
        case .adminCreateUser: .invitation
        }
    }

    /// Whether an e-mail may have a link in place of a code, if the pool says so.
    var allowsLink: Bool { self == .signUp || self == .resendCode }
}
