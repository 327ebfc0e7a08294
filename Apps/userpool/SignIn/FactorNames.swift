import UserPoolKit

/// Second factors as people write them; one that has no name here keeps the service's.
extension MFAMethod {
    private static let byName: [String: Self] = ["sms": .sms, "totp": .totp, "email": .email]

    /// The name as it is printed.
    var shortName: String {
        Self.byName.first { $0.value == self }?.key ?? rawValue
    }

    /// Reads a name as it is printed, or the service's own.
    init(shortName: String) {
        self = Self.byName[shortName] ?? Self(rawValue: shortName)
    }
}

/// Ways to sign in as people write them; one that has no name here keeps the service's.
extension FirstFactor {
    private static let byName: [String: Self] = [
        "password": .password, "passwordSrp": .passwordSRP, "emailOtp": .emailOTP, "smsOtp": .smsOTP,
        "passkey": .passkey,
    ]

    /// The names that are known.
    static let names = ["password", "passwordSrp", "emailOtp", "smsOtp", "passkey"]

    /// The name as it is printed.
    var shortName: String {
        Self.byName.first { $0.value == self }?.key ?? rawValue
    }

    /// Reads a name as it is printed, or the service's own.
    init(shortName: String) {
        self = Self.byName[shortName] ?? Self(rawValue: shortName)
    }

    /// Whether it takes the password.
    var needsPassword: Bool { self == .password || self == .passwordSRP }
}
