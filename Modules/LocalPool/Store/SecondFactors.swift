internal import CognitoWire

/// A user's second factors: which are on, which is preferred, and the secret of the authenticator app.
struct SecondFactors: Codable, Hashable {
    var sms = false
    var email = false
    /// `nil` until an authenticator app has shown that it has the secret.
    var totp: AuthenticatorApp?
    /// The secret of an app that has not shown yet that it has it, in base32; until then the one before it counts.
    var pendingSecret: String?
    /// One of those that are on.
    var preferred: ChallengeNameType?

    /// An authenticator app that shares a secret with the pool (RFC 6238).
    struct AuthenticatorApp: Codable, Hashable {
        /// The secret in base32.
        let secret: String
        /// What the user calls the device it runs on.
        var name: String?
        var isOn = false
        /// The last step whose code was taken; none up to it is taken again.
        var lastStep: Int64?
    }

    /// Those that are on, in the order in which the service lists them.
    var active: [ChallengeNameType] {
        [ChallengeNameType.smsMFA, .softwareTokenMFA, .emailOTP].filter { isOn($0) }
    }

    /// Whether that factor is on.
    func isOn(_ factor: ChallengeNameType) -> Bool {
        switch factor {
        case .smsMFA: sms
        case .softwareTokenMFA: totp?.isOn == true
        case .emailOTP: email
        default: false
        }
    }

    /// Turns a factor on or off; what is off is not preferred.
    mutating func set(_ factor: ChallengeNameType, isOn: Bool, isPreferred: Bool = false) {
        switch factor {
        case .smsMFA: sms = isOn
        case .softwareTokenMFA: totp?.isOn = isOn
        case .emailOTP: email = isOn
        default: return
        }
        if isPreferred { preferred = factor } else if preferred == factor { preferred = nil }
    }
}
