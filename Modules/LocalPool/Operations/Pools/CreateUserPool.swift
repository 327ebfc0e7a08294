internal import CognitoWire
internal import GRDB

extension CreateUserPool: LocalOperation {
    static func perform(_ request: CreateUserPoolRequest, in call: Call) throws -> CreateUserPoolResponse {
        try RequestCheck.refuseUnknownValues(in: request)
        let details = try PoolSettings.made(by: request)
        let asksForMFA = details.mfaConfiguration != .off
        let factors = PoolFactors(usesSMS: asksForMFA && details.smsConfiguration != nil)
        try PoolSettings.check(details, factors: factors)
        let pool = UserPoolRecord(
            id: try call.newPoolID(tags: request.userPoolTags),
            details: details,
            factors: factors,
            at: call.now
        )
        let keys = try call.newSigningKeys()
        try pool.insert(call.db)
        try Keyring.store(keys, of: pool.id, in: call.db)
        return CreateUserPoolResponse(userPool: pool.described(userCount: 0))
    }
}
