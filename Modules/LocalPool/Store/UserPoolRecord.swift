internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One user pool, with its settings in the form in which `DescribeUserPool` shows them.
struct UserPoolRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "userPool"

    let id: String
    @StoredJSON var details: UserPoolType
    @StoredJSON var factors: PoolFactors
    let createdAt: UnixTime
    var modifiedAt: UnixTime

    /// A pool with settings that were checked.
    init(id: String, details: UserPoolType, factors: PoolFactors, at time: UnixTime) {
        self.id = id
        self.details = details
        self.factors = factors
        createdAt = time
        modifiedAt = time
    }

    /// The attributes that its users may have.
    var schema: AttributeSchema {
        AttributeSchema(details.schemaAttributes)
    }

    /// What new passwords must look like.
    var passwordPolicy: PasswordPolicy {
        PasswordPolicy(details.policies?.passwordPolicy)
    }

    /// The second factors that the pool offers, in the order in which the service lists them.
    var secondFactors: [ChallengeNameType] {
        var offered: [ChallengeNameType] = []
        if factors.usesSMS { offered.append(.smsMFA) }
        if factors.usesSoftwareToken { offered.append(.softwareTokenMFA) }
        if factors.email != nil { offered.append(.emailOTP) }
        return offered
    }

    /// The first factors that a sign-in with `USER_AUTH` may begin with.
    var firstFactors: Set<AuthFactorType> {
        Set(details.policies?.signInPolicy?.allowedFirstAuthFactors ?? [.password])
    }

    /// Whether a sign-in may begin with a code that is sent: not where everybody needs two factors, as nothing would follow
    /// it.
    func takesCodeFirst(_ factor: AuthFactorType) -> Bool {
        firstFactors.contains(factor) && !requiresMFA
    }

    /// Whether users can do without a password.
    var hasPasswordlessFactors: Bool {
        !firstFactors.isSubset(of: [.password])
    }

    /// Whether devices get keys of their own.
    var tracksDevices: Bool {
        details.deviceConfiguration != nil
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
        isCaseSensitive ? name : name.lowercased()
    }

    /// Whether users may, or must, have a second factor.
    var allowsMFA: Bool {
        details.mfaConfiguration == .optional || details.mfaConfiguration == .on
    }

    /// Whether nobody signs in without a second factor.
    var requiresMFA: Bool {
        details.mfaConfiguration == .on
    }

    /// Whether names and aliases that differ in capitals alone are different, which is the default.
    var isCaseSensitive: Bool {
        details.usernameConfiguration?.caseSensitive ?? true
    }

    /// The ways to a forgotten password; without any setting the telephone comes before the mailbox.
    var recoveryMechanisms: [RecoveryOptionType] {
        details.accountRecoverySetting?.recoveryMechanisms ?? [
            RecoveryOptionType(name: .verifiedPhoneNumber, priority: 1),
            RecoveryOptionType(name: .verifiedEmail, priority: 2),
        ]
    }

    /// Whether a code is sent to verify the attribute of that name.
    func autoVerifies(_ attribute: String) -> Bool {
        details.autoVerifiedAttributes?.contains { $0.rawValue == attribute } == true
    }

    /// The pool's name among all resources.
    var arn: String {
        "arn:aws:cognito-idp:\(region):000000000000:userpool/\(id)"
    }

    /// What stands before the underscore of its id.
    var region: String {
        String(id.prefix { $0 != "_" })
    }

    /// The settings with what is kept beside them, as the service describes a pool.
    ///
    /// - Parameters:
    ///   - userCount: How many users there are.
    ///   - domains: The names under which its pages are found.
    /// - Returns: The description.
    func described(userCount: Int, domains: [PoolDomainRecord] = []) -> UserPoolType {
        var details = details
        details.id = id
        details.arn = arn
        details.creationDate = createdAt
        details.lastModifiedDate = modifiedAt
        details.estimatedNumberOfUsers = userCount
        details.schemaAttributes = schema.attributes
        details.domain = domains.first { !$0.isCustom }?.domain
        details.customDomain = domains.first { $0.isCustom }?.domain
        return details
    }
}

extension UserPoolRecord {
    /// The pool that is there from the start: e-mail verified by code, optional MFA, the service's password policy, names
    /// as they are typed, no aliases, and every first factor.
    init(home id: String, name: String, at time: UnixTime) {
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
        details.schemaAttributes = AttributeSchema.standard
        // Messages go to the inbox; the service would ask for these before it sends any.
        details.smsConfiguration = SmsConfigurationType(snsCallerARN: "arn:aws:iam::000000000000:role/local")
        details.emailConfiguration = EmailConfigurationType(
            emailSendingAccount: .developer,
            sourceARN: "arn:aws:ses:local:000000000000:identity/no-reply@example.com"
        )
        self.init(
            id: id,
            details: details,
            factors: PoolFactors(usesSMS: true, usesSoftwareToken: true),
            at: time
        )
    }
}
