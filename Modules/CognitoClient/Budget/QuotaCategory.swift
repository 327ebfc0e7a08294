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

    /// Beginning a sign-in, and going on with one by a refresh token.
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
    /// Revoking tokens.
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
    /// Tokens of programs, which have no user.
    public static let clientAuthentication = Self("ClientAuthentication", 150)
    /// Reading and changing the quotas themselves.
    public static let limitManagement = Self("LimitManagement", 1)

    /// The category's name.
    public var description: String { name }

    /// The category of an operation of user pools; `nil` for those of ``operationsWithoutCategory``, and for identity
    /// pools, whose quotas are by operation.
    public static func category(ofOperation name: String) -> QuotaCategory? { byOperation[name] }

    /// The operations of user pools that no category is published for: the client sends them unpaced.
    ///
    /// They are younger than the lists of the quota pages. A category that was guessed could make a client wait for a
    /// quota that the service does not count, or take places of other operations away; without one, a client that asks
    /// too often is throttled by the service, and backs off as its ``RetryPolicy`` says.
    public static let operationsWithoutCategory: Set<String> = Set(
        unlisted.flatMap { $0.split(separator: " ") }.map { String($0) }
    )

    private static let byOperation: [String: QuotaCategory] = {
        var table: [String: QuotaCategory] = [:]
        for (category, operations) in operations {
            for operation in operations.split(separator: " ") { table[String(operation)] = category }
        }
        return table
    }()

    /// By subject; in each, what the pages are silent about.
    private static let unlisted = [
        // Secrets of app clients that are added and taken away; the pages count app clients themselves.
        "AddUserPoolClientSecret DeleteUserPoolClientSecret ListUserPoolClientSecrets",
        // Managed login's looks and terms; the pages count those of the classic pages (`SetUICustomization`).
        "CreateManagedLoginBranding DeleteManagedLoginBranding DescribeManagedLoginBranding",
        "DescribeManagedLoginBrandingByClient UpdateManagedLoginBranding",
        "CreateTerms DeleteTerms DescribeTerms DescribeTermsByClient ListTerms UpdateTerms",
        // Pools in more than one region: the quotas are those of one region.
        "CreateUserPoolReplica DeleteUserPoolReplica ListUserPoolReplicas UpdateUserPoolReplica",
        // Where logs go.
        "GetLogDeliveryConfiguration SetLogDeliveryConfiguration",
        // Sessions, factors and tokens of users that operations of 2025 and 2026 look after.
        "AdminDeleteSoftwareToken AdminGetUserAuthFactors AdminListUserSessions AdminRevokeUserSession",
        "GetDerivedToken ListUserSessions RevokeUserSession",
        "GetUserPoolClientSessionConfiguration GetUserPoolSessionConfiguration",
        "SetUserPoolClientSessionConfiguration SetUserPoolSessionConfiguration",
    ]

    private static let operations: [(QuotaCategory, String)] = [
        (.userAuthentication, "AdminInitiateAuth GetTokensFromRefreshToken InitiateAuth"),
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
        (.userToken, "RevokeToken"),
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
        (.clientAuthentication, "GetClientToken"),
        (.limitManagement, "GetProvisionedLimit UpdateProvisionedLimit"),
    ]
}
