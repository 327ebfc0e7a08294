import CognitoWire
import LocalPool
import Testing

/// Identity pools, as administrators arrange them and clients use them.
extension PoolUnderTest {
    /// The user pool by its address here.
    static let ownProvider = "127.0.0.1:9229/\(poolID)"
    /// The user pool by the address that it would have at AWS.
    static let serviceProvider = "cognito-idp.local.amazonaws.com/\(poolID)"
    static let guestRole = "arn:aws:iam::123456789012:role/guest"
    static let memberRole = "arn:aws:iam::123456789012:role/member"

    /// An identity pool for the user pool's users and for guests, with a role for each.
    func makeIdentityPool(
        provider: String = Self.serviceProvider,
        _ change: (inout IdentityPools.CreateIdentityPoolInput) -> Void = { _ in }
    ) async throws -> String {
        var request = IdentityPools.CreateIdentityPoolInput(
            allowUnauthenticatedIdentities: true,
            identityPoolName: "visitors"
        )
        request.allowClassicFlow = true
        request.cognitoIdentityProviders = [
            IdentityPools.CognitoIdentityProvider(clientID: Self.clientID, providerName: provider)
        ]
        change(&request)
        let id = try await call(IdentityPools.CreateIdentityPool.self, request).identityPoolID
        try await setRoles(of: id)
        return id
    }

    func setRoles(
        _ roles: [String: String] = ["authenticated": memberRole, "unauthenticated": guestRole],
        mappings: [String: IdentityPools.RoleMapping]? = nil,
        of poolID: String
    ) async throws {
        try await call(
            IdentityPools.SetIdentityPoolRoles.self,
            IdentityPools.SetIdentityPoolRolesInput(identityPoolID: poolID, roles: roles, roleMappings: mappings)
        )
    }

    func identity(in poolID: String, logins: [String: Sensitive<String>]? = nil) async throws -> String {
        let request = IdentityPools.GetIdInput(identityPoolID: poolID, logins: logins)
        return try #require(try await call(IdentityPools.GetId.self, request).identityID)
    }

    @discardableResult
    func credentials(
        of identityID: String,
        logins: [String: Sensitive<String>]? = nil,
        role: String? = nil
    ) async throws -> IdentityPools.GetCredentialsForIdentityResponse {
        try await call(
            IdentityPools.GetCredentialsForIdentity.self,
            IdentityPools.GetCredentialsForIdentityInput(identityID: identityID, customRoleARN: role, logins: logins)
        )
    }

    func identityToken(
        of identityID: String,
        logins: [String: Sensitive<String>]? = nil
    ) async throws -> IdentityPools.GetOpenIdTokenResponse {
        try await call(
            IdentityPools.GetOpenIdToken.self,
            IdentityPools.GetOpenIdTokenInput(identityID: identityID, logins: logins)
        )
    }

    /// The logins map of a user.
    func logins(
        _ username: String = "alice",
        provider: String = Self.serviceProvider
    ) async throws -> [String: Sensitive<String>] {
        [provider: try #require(try await tokens(username).idToken)]
    }
}
