public import UserPoolKit

/// Second factors as people and programs write them at both doors; one that has no name here keeps the service's.
extension MFAMethod {
    private static let named: [(name: String, method: Self)] = [("sms", .sms), ("totp", .totp), ("email", .email)]

    /// The name as it is printed.
    public var shortName: String {
        Self.named.first { $0.method == self }?.name ?? rawValue
    }

    /// Reads a name as it is printed, or the service's own.
    public init(shortName: String) {
        self = Self.named.first { $0.name == shortName }?.method ?? Self(rawValue: shortName)
    }
}

/// Ways to sign in as people and programs write them at both doors; one that has no name here keeps the service's.
extension FirstFactor {
    private static let named: [(name: String, factor: Self)] = [
        ("password", .password), ("passwordSrp", .passwordSRP), ("emailOtp", .emailOTP), ("smsOtp", .smsOTP),
        ("passkey", .passkey),
    ]

    /// The names that are known.
    public static var shortNames: [String] { named.map(\.name) }

    /// The name as it is printed.
    public var shortName: String {
        Self.named.first { $0.factor == self }?.name ?? rawValue
    }

    /// Reads a name as it is printed, or the service's own.
    public init(shortName: String) {
        self = Self.named.first { $0.name == shortName }?.factor ?? Self(rawValue: shortName)
    }

    /// Whether it takes the password.
    public var needsPassword: Bool { self == .password || self == .passwordSRP }
}
