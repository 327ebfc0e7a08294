internal import ByteCoding
internal import CognitoWire
internal import CryptoPrimitives

extension IdentityPools.GetCredentialsForIdentity: LocalOperation {
    private static var lifetime: Duration { .seconds(3600) }

    /// Makes up credentials in the form of real ones; nobody keeps them, as there is nothing here that takes any.
    static func perform(
        _ request: IdentityPools.GetCredentialsForIdentityInput,
        in call: Call
    ) throws -> IdentityPools.GetCredentialsForIdentityResponse {
        let asked = try call.identity(request.identityID)
        let pool = try call.identityPool(asked.poolID)
        let logins = try call.verified(request.logins, for: pool)
        let identity = try call.identity(asked, with: logins)
        _ = try call.role(for: identity, with: logins, custom: request.customRoleARN, in: pool)
        return IdentityPools.GetCredentialsForIdentityResponse(
            credentials: IdentityPools.Credentials(
                accessKeyID: try call.random.makeAccessKeyID(),
                expiration: call.now.adding(lifetime),
                secretKey: Sensitive(Base64.encode(try call.random.make(count: 30))),
                sessionToken: Base64.encode(try call.random.make(count: 510))
            ),
            identityID: identity.id
        )
    }
}
