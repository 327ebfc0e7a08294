internal import ByteCoding
internal import CognitoWire

extension Call {
    /// The role whose credentials an identity gets.
    ///
    /// - Parameters:
    ///   - identity: Who asks.
    ///   - logins: What the identity showed; nothing for a guest.
    ///   - custom: The role that was asked for, if any.
    ///   - pool: The pool that has the roles.
    /// - Returns: The role's ARN.
    /// - Throws: ``Refusal`` if the pool has no role for it, or the rules deny one.
    func role(
        for identity: IdentityRecord,
        with logins: [Login],
        custom: String?,
        in pool: IdentityPoolRecord
    ) throws -> String {
        for login in logins {
            guard let mapping = pool.roleMappings.first(where: { login.isNamed(by: $0.key) })?.value else { continue }
            if let role = try RoleRules.role(by: mapping, claims: login.claims, custom: custom) { return role }
            guard mapping.ambiguousRoleResolution == .authenticatedRole else { throw Refusal.forbidden(identity) }
            return try defaultRole("authenticated", of: pool)
        }
        guard custom == nil else { throw Refusal.forbidden(identity) }
        return try defaultRole(logins.isEmpty ? "unauthenticated" : "authenticated", of: pool)
    }

    private func defaultRole(_ kind: String, of pool: IdentityPoolRecord) throws -> String {
        guard let role = pool.roles[kind], !role.isEmpty else {
            throw Refusal(
                .invalidIdentityPoolConfiguration,
                "Invalid identity pool configuration. Check assigned IAM roles for this pool."
            )
        }
        return role
    }
}
