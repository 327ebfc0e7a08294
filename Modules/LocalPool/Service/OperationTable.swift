internal import CognitoWire

/// The operations that the pool performs; what is in the model but not here is refused by name.
enum OperationTable {
    static let offered: [any LocalOperation.Type] = [
        AddCustomAttributes.self,
        AddUserPoolClientSecret.self,
        AdminAddUserToGroup.self,
        AdminConfirmSignUp.self,
        AdminCreateUser.self,
        AdminDeleteUser.self,
        AdminDisableProviderForUser.self,
        AdminGetUser.self,
        AdminInitiateAuth.self,
        AdminLinkProviderForUser.self,
        AdminListGroupsForUser.self,
        AdminRemoveUserFromGroup.self,
        AdminRespondToAuthChallenge.self,
        AdminSetUserPassword.self,
        ChangePassword.self,
        ConfirmForgotPassword.self,
        ConfirmSignUp.self,
        CreateGroup.self,
        CreateIdentityProvider.self,
        CreateResourceServer.self,
        CreateUserImportJob.self,
        CreateUserPool.self,
        CreateUserPoolClient.self,
        CreateUserPoolDomain.self,
        DeleteGroup.self,
        DeleteIdentityProvider.self,
        DeleteResourceServer.self,
        DeleteUserPool.self,
        DeleteUserPoolClient.self,
        DeleteUserPoolClientSecret.self,
        DeleteUserPoolDomain.self,
        DescribeIdentityProvider.self,
        DescribeResourceServer.self,
        DescribeUserImportJob.self,
        DescribeUserPool.self,
        DescribeUserPoolClient.self,
        DescribeUserPoolDomain.self,
        ForgotPassword.self,
        GetCSVHeader.self,
        GetGroup.self,
        GetIdentityProviderByIdentifier.self,
        GetSigningCertificate.self,
        GetTokensFromRefreshToken.self,
        GetUser.self,
        GetUserPoolMfaConfig.self,
        GlobalSignOut.self,
        InitiateAuth.self,
        ListGroups.self,
        ListIdentityProviders.self,
        ListResourceServers.self,
        ListTagsForResource.self,
        ListUserImportJobs.self,
        ListUserPoolClientSecrets.self,
        ListUserPoolClients.self,
        ListUserPools.self,
        ListUsers.self,
        ListUsersInGroup.self,
        ResendConfirmationCode.self,
        RespondToAuthChallenge.self,
        RevokeToken.self,
        SetUserMFAPreference.self,
        SetUserPoolMfaConfig.self,
        SignUp.self,
        StartUserImportJob.self,
        StopUserImportJob.self,
        TagResource.self,
        UntagResource.self,
        UpdateGroup.self,
        UpdateIdentityProvider.self,
        UpdateResourceServer.self,
        UpdateUserPool.self,
        UpdateUserPoolClient.self,
        UpdateUserPoolDomain.self,
        IdentityPools.CreateIdentityPool.self,
        IdentityPools.DeleteIdentities.self,
        IdentityPools.DeleteIdentityPool.self,
        IdentityPools.DescribeIdentity.self,
        IdentityPools.DescribeIdentityPool.self,
        IdentityPools.GetCredentialsForIdentity.self,
        IdentityPools.GetId.self,
        IdentityPools.GetIdentityPoolRoles.self,
        IdentityPools.GetOpenIdToken.self,
        IdentityPools.ListIdentities.self,
        IdentityPools.ListIdentityPools.self,
        IdentityPools.ListTagsForResource.self,
        IdentityPools.SetIdentityPoolRoles.self,
        IdentityPools.TagResource.self,
        IdentityPools.UnlinkIdentity.self,
        IdentityPools.UntagResource.self,
        IdentityPools.UpdateIdentityPool.self,
    ]

    private static let byTarget = Dictionary(offered.map { ($0.target, $0) }) { first, _ in first }

    /// The operation that a request asks for.
    ///
    /// - Parameter target: The value of the header `X-Amz-Target`.
    /// - Returns: The operation.
    /// - Throws: ``Refusal`` if no model knows it, or this pool does not offer it.
    static func operation(for target: String) throws(Refusal) -> any LocalOperation.Type {
        if let operation = byTarget[target] { return operation }
        guard let modelled = WireOperations.targeted(target) else {
            throw Refusal(.unknownOperation, "No operation has the target that the request names")
        }
        throw Refusal.notOffered(modelled.name)
    }
}
