internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One user pool, with its settings in the form in which `DescribeUserPool` shows them.
struct UserPoolRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "userPool"

    let id: String
    var details: UserPoolType
    let createdAt: UnixTime
    var modifiedAt: UnixTime

    /// The pool's default settings: e-mail verified by code, optional MFA, the service's password policy, names as they
    /// are typed, no aliases.
    init(id: String, name: String, at time: UnixTime) {
        self.id = id
        createdAt = time
        modifiedAt = time
        var details = UserPoolType()
        details.name = name
        details.policies = UserPoolPolicyType(
            passwordPolicy: PasswordPolicy.standard.wire,
            signInPolicy: SignInPolicyType(allowedFirstAuthFactors: [.password, .emailOTP, .smsOTP, .webAuthn])
        )
        details.autoVerifiedAttributes = [.email]
        details.mfaConfiguration = .optional
        details.usernameConfiguration = UsernameConfigurationType(caseSensitive: true)
        details.accountRecoverySetting = AccountRecoverySettingType(recoveryMechanisms: [
            RecoveryOptionType(name: .verifiedEmail, priority: 1),
            RecoveryOptionType(name: .verifiedPhoneNumber, priority: 2),
        ])
        self.details = details
    }

    /// What new passwords must look like.
    var passwordPolicy: PasswordPolicy {
        PasswordPolicy(details.policies?.passwordPolicy)
    }

    /// The second factors that the pool offers, in the order in which the service lists them.
    var secondFactors: [ChallengeNameType] {
        [.smsMFA, .softwareTokenMFA, .emailOTP]
    }

    /// The first factors that a sign-in with `USER_AUTH` may begin with.
    var firstFactors: Set<AuthFactorType> {
        Set(details.policies?.signInPolicy?.allowedFirstAuthFactors ?? [.password])
    }

    /// Whether users can do without a password.
    var hasPasswordlessFactors: Bool {
        !firstFactors.isSubset(of: [.password])
    }

    /// Whether devices get keys of their own.
    var tracksDevices: Bool {
        details.deviceConfiguration != nil
    }

    /// Attributes that every user must have, `sub` aside.
    var requiredAttributes: [String] {
        (details.schemaAttributes ?? []).filter { $0.required == true && $0.name != "sub" }.compactMap(\.name)
    }

    /// Attributes that can be typed in place of a username: all of them once verified, or instead of usernames.
    var aliases: [String] {
        usernameAttributes + (details.aliasAttributes ?? []).map(\.rawValue)
    }

    /// Attributes that users have in place of a username; then that is their `sub`.
    var usernameAttributes: [String] {
        (details.usernameAttributes ?? []).map(\.rawValue)
    }

    /// By what a name is found: names that differ in upper and lower case alone are one, if the pool says so.
    func key(of name: String) -> String {
        details.usernameConfiguration?.caseSensitive == false ? name.lowercased() : name
    }

    /// Whether a code is sent to verify the attribute of that name.
    func autoVerifies(_ attribute: String) -> Bool {
        details.autoVerifiedAttributes?.contains { $0.rawValue == attribute } == true
    }

    /// The settings with what is kept beside them, as the service describes a pool.
    func described(userCount: Int) -> UserPoolType {
        var details = details
        details.id = id
        details.arn = "arn:aws:cognito-idp:\(region):000000000000:userpool/\(id)"
        details.creationDate = createdAt
        details.lastModifiedDate = modifiedAt
        details.estimatedNumberOfUsers = userCount
        details.schemaAttributes = AttributeSchema.standard
        return details
    }

    private var region: String {
        String(id.prefix { $0 != "_" })
    }
}
