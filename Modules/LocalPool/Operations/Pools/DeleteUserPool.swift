internal import CognitoWire
internal import GRDB

extension DeleteUserPool: LocalOperation {
    static func perform(_ request: DeleteUserPoolRequest, in call: Call) throws -> WireEmpty {
        let pool = try call.pool(request.userPoolID)
        guard pool.details.deletionProtection != .active else {
            throw Refusal.invalidParameter(
                "The user pool cannot be deleted because deletion protection is activated. "
                    + "Deletion protection must be inactivated first."
            )
        }
        guard try PoolDomainRecord.filter(Column("poolID") == pool.id).isEmpty(call.db) else {
            throw Refusal.invalidParameter(
                "User pool cannot be deleted. It has a domain configured that should be deleted first."
            )
        }
        try pool.delete(call.db)
        let (triggers, poolID) = (call.triggers, pool.id)
        call.afterwards {
            triggers.forget(poolID: poolID)
            return nil
        }
        return WireEmpty()
    }
}
