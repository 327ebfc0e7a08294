internal import CognitoWire

/// A way to sign in that a user may choose in the flow `USER_AUTH`, by the service's name of its challenge.
public struct FirstFactor: RawRepresentable, Hashable, Sendable, Codable {
    /// The service's name, such as `EMAIL_OTP`.
    public let rawValue: String

    /// Takes the service's name; one that is not listed here is fine.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The password, sent over TLS.
    public static let password = Self(rawValue: "PASSWORD")
    /// The password, proved with SRP.
    public static let passwordSRP = Self(rawValue: "PASSWORD_SRP")
    /// A code by e-mail.
    public static let emailOTP = Self(rawValue: "EMAIL_OTP")
    /// A code by SMS.
    public static let smsOTP = Self(rawValue: "SMS_OTP")
    /// A passkey.
    public static let passkey = Self(rawValue: "WEB_AUTHN")
}

/// A second factor, by the service's name of it.
public struct MFAMethod: RawRepresentable, Hashable, Sendable, Codable {
    /// The service's name, such as `SOFTWARE_TOKEN_MFA`.
    public let rawValue: String

    /// Takes the service's name; one that is not listed here is fine.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A code by SMS.
    public static let sms = Self(rawValue: "SMS_MFA")
    /// A code of an authenticator app.
    public static let totp = Self(rawValue: "SOFTWARE_TOKEN_MFA")
    /// A code by e-mail.
    public static let email = Self(rawValue: "EMAIL_OTP")
}
