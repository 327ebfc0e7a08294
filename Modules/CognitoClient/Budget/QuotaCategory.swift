/// A group of operations that share one quota of requests per second (Amazon Cognito Developer Guide, "Quotas").
///
/// The service counts all requests of an account in a region, whatever pool and machine they come from.
public struct QuotaCategory: Hashable, Sendable, CustomStringConvertible {
    /// The category's name as the service's quota pages have it.
    public let name: String
    /// The quota that an account has from the start.
    public let requestsPerSecond: Int

    private init(_ name: String, _ requestsPerSecond: Int) {
        self.name = name
        self.requestsPerSecond = requestsPerSecond
    }

    /// Beginning a sign-in.
    public static let userAuthentication = Self("UserAuthentication", 120)
    /// Answering a challenge, which the service counts apart, up to three for each sign-in.
    public static let challengeAnswers = Self("UserAuthentication challenges", 360)
    /// Signing users up.
    public static let userCreation = Self("UserCreation", 50)
    /// Forgotten and changed passwords.
    public static let userAccountRecovery = Self("UserAccountRecovery", 30)
    /// Reading one user.
    public static let userRead = Self("UserRead", 120)
    /// Changing, disabling and deleting users.
    public static let userUpdate = Self("UserUpdate", 25)
    /// Refreshing and revoking tokens.
    public static let userToken = Self("UserToken", 120)
    /// Reading a user's devices, groups and events, and asking for codes.
    public static let userResourceRead = Self("UserResourceRead", 50)
    /// Changing a user's devices, factors and settings.
    public static let userResourceUpdate = Self("UserResourceUpdate", 25)
    /// Listing users.
    public static let userList = Self("UserList", 30)
    /// Reading pools.
    public static let userPoolRead = Self("UserPoolRead", 15)
    /// Making, changing and deleting pools.
    public static let userPoolUpdate = Self("UserPoolUpdate", 15)
    /// Reading what belongs to a pool: groups, providers, domains.
    public static let userPoolResourceRead = Self("UserPoolResourceRead", 20)
    /// Changing what belongs to a pool.
    public static let userPoolResourceUpdate = Self("UserPoolResourceUpdate", 15)
    /// Reading app clients.
    public static let userPoolClientRead = Self("UserPoolClientRead", 15)
    /// Making, changing and deleting app clients.
    public static let userPoolClientUpdate = Self("UserPoolClientUpdate", 15)

    /// The category's name.
    public var description: String { name }

    /// The category of an operation of user pools; `nil` for operations that the quota pages do not list, and for
    /// identity pools, whose quotas are by operation.
    public static func category(ofOperation name: String) -> QuotaCategory? { byOperation[name] }

    private static let byOperation: [String: QuotaCategory] = {
        var table: [String: QuotaCategory] = [:]
        for (category, operations) in operations {
            for operation in operations.split(separator: " ") { table[String(operation)] = category }
        }
        return table
    }()

    private static let operations: [(QuotaCategory, String)] = [
        (.userAuthentication, "AdminInitiateAuth InitiateAuth"),
        (.challengeAnswers, "AdminRespondToAuthChallenge RespondToAuthChallenge"),
        (.userCreation, "AdminConfirmSignUp AdminCreateUser ConfirmSignUp SignUp"),
        (
            .userAccountRecovery,
            "AdminResetUserPassword AdminSetUserPassword ChangePassword ConfirmForgotPassword ForgotPassword"
        ),
        (.userRead, "AdminGetUser GetUser"),
        (
            .userUpdate,
            """
            AdminAddUserToGroup AdminDeleteUser AdminDeleteUserAttributes AdminDisableProviderForUser \
            AdminDisableUser AdminEnableUser AdminLinkProviderForUser AdminRemoveUserFromGroup \
            AdminUpdateUserAttributes AdminUserGlobalSignOut DeleteUser DeleteUserAttributes GlobalSignOut \
            UpdateUserAttributes VerifyUserAttribute
            """
        ),
        (.userToken, "GetTokensFromRefreshToken RevokeToken"),
        (
            .userResourceRead,
            """
            AdminGetDevice AdminListDevices AdminListGroupsForUser AdminListUserAuthEvents GetDevice \
            GetUserAttributeVerificationCode GetUserAuthFactors ListDevices ListWebAuthnCredentials \
            ResendConfirmationCode
            """
        ),
        (
            .userResourceUpdate,
            """
            AdminForgetDevice AdminSetUserMFAPreference AdminSetUserSettings AdminUpdateAuthEventFeedback \
            AdminUpdateDeviceStatus AssociateSoftwareToken CompleteWebAuthnRegistration ConfirmDevice \
            DeleteWebAuthnCredential ForgetDevice SetUserMFAPreference SetUserSettings StartWebAuthnRegistration \
            UpdateAuthEventFeedback UpdateDeviceStatus VerifySoftwareToken
            """
        ),
        (.userList, "ListUsers ListUsersInGroup"),
        (.userPoolRead, "DescribeUserPool ListUserPools"),
        (.userPoolUpdate, "CreateUserPool DeleteUserPool UpdateUserPool"),
        (
            .userPoolResourceRead,
            """
            DescribeIdentityProvider DescribeResourceServer DescribeRiskConfiguration DescribeUserImportJob \
            DescribeUserPoolDomain GetCSVHeader GetGroup GetIdentityProviderByIdentifier GetSigningCertificate \
            GetUICustomization GetUserPoolMfaConfig ListGroups ListIdentityProviders ListResourceServers \
            ListTagsForResource ListUserImportJobs
            """
        ),
        (
            .userPoolResourceUpdate,
            """
            AddCustomAttributes CreateGroup CreateIdentityProvider CreateResourceServer CreateUserImportJob \
            CreateUserPoolDomain DeleteGroup DeleteIdentityProvider DeleteResourceServer DeleteUserPoolDomain \
            SetRiskConfiguration SetUICustomization SetUserPoolMfaConfig StartUserImportJob StopUserImportJob \
            TagResource UntagResource UpdateGroup UpdateIdentityProvider UpdateResourceServer UpdateUserPoolDomain
            """
        ),
        (.userPoolClientRead, "DescribeUserPoolClient ListUserPoolClients"),
        (.userPoolClientUpdate, "CreateUserPoolClient DeleteUserPoolClient UpdateUserPoolClient"),
    ]
}
