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
        details.policies = UserPoolPolicyType(passwordPolicy: PasswordPolicy.standard.wire)
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

    /// Whether users may, or must, have a second factor.
    var allowsMFA: Bool {
        details.mfaConfiguration == .optional || details.mfaConfiguration == .on
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
