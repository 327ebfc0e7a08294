internal import CognitoWire
internal import GRDB

extension IdentityPools.SetIdentityPoolRoles: LocalOperation {
    /// Replaces roles and mappings.
    static func perform(_ request: IdentityPools.SetIdentityPoolRolesInput, in call: Call) throws -> WireEmpty {
        var pool = try call.identityPool(request.identityPoolID)
        try RequestCheck.refuseUnknownValues(in: request)
        try RoleRules.check(request.roleMappings ?? [:])
        pool.roles = request.roles
        pool.roleMappings = request.roleMappings ?? [:]
        try pool.update(call.db)
        return WireEmpty()
    }
}
