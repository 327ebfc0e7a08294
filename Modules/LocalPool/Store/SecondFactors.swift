internal import CognitoWire

/// A user's second factors: which are on, which is preferred, and the secret of the authenticator app.
struct SecondFactors: Codable, Hashable {
    var sms = false
    var email = false
    /// `nil` until an authenticator app is associated.
    var totp: AuthenticatorApp?
    /// One of those that are on.
    var preferred: ChallengeNameType?

    /// An authenticator app that shares a secret with the pool (RFC 6238).
    struct AuthenticatorApp: Codable, Hashable {
        /// The secret in base32.
        let secret: String
        /// What the user calls the device it runs on.
        var name: String?
        /// Whether the app has shown that it has the secret.
        var isVerified = false
        var isOn = false
        /// The last step whose code was taken; none up to it is taken again.
        var lastStep: Int64?
    }

    /// Those that are on, in the order in which the service lists them.
    var active: [ChallengeNameType] {
        [(ChallengeNameType.smsMFA, sms), (.softwareTokenMFA, totp?.isOn == true), (.emailOTP, email)]
            .filter(\.1)
            .map(\.0)
    }
}
