internal import CognitoWire

extension IdentityPools.GetIdentityPoolRoles: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: IdentityPools.GetIdentityPoolRolesInput,
        in call: Call
    ) throws -> IdentityPools.GetIdentityPoolRolesResponse {
        let pool = try call.identityPool(request.identityPoolID)
        return IdentityPools.GetIdentityPoolRolesResponse(
            identityPoolID: pool.id,
            roleMappings: pool.roleMappings.isEmpty ? nil : pool.roleMappings,
            roles: pool.roles
        )
    }
}
