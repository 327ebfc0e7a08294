internal import CognitoWire
internal import GRDB

extension IdentityPools.UnlinkIdentity: LocalOperation {
    /// Lets logins no longer lead to an identity; who shows them must be who has it.
    static func perform(_ request: IdentityPools.UnlinkIdentityInput, in call: Call) throws -> WireEmpty {
        var identity = try call.identity(request.identityID)
        let pool = try call.identityPool(identity.poolID)
        let shown = try call.verified(request.logins, for: pool)
        let own = try call.logins(of: identity)
        guard own.contains(where: { known in shown.contains { $0.isSame(as: known) } }) else {
            throw Refusal.forbidden(identity)
        }
        for name in request.loginsToRemove {
            let removed = own.filter { $0.userPoolID == LoginProvider.userPoolID(in: name) }
            guard !removed.isEmpty else { throw Refusal.loginsDoNotMatch }
            for login in removed { try login.delete(call.db) }
        }
        identity.modifiedAt = call.now
        try identity.update(call.db)
        return WireEmpty()
    }
}
