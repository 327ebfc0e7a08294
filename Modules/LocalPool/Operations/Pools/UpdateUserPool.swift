internal import CognitoWire
internal import GRDB

extension UpdateUserPool: LocalOperation {
    /// Sets everything that the request leaves out to its default, as the service does.
    static func perform(_ request: UpdateUserPoolRequest, in call: Call) throws -> UpdateUserPoolResponse {
        try RequestCheck.refuseUnknownValues(in: request)
        var pool = try call.pool(request.userPoolID)
        pool.details = try PoolSettings.changed(pool.details, by: request)
        if pool.details.mfaConfiguration == .off {
            pool.factors = PoolFactors(webAuthn: pool.factors.webAuthn)
        } else {
            pool.factors.usesSMS = pool.factors.usesSMS || !pool.factors.hasSecondFactor
            pool.factors.usesSMS = pool.factors.usesSMS && pool.details.smsConfiguration != nil
        }
        try PoolSettings.check(pool.details, factors: pool.factors)
        pool.modifiedAt = call.now
        try pool.update(call.db)
        return UpdateUserPoolResponse()
    }
}
