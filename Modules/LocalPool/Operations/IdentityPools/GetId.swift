internal import CognitoWire

extension IdentityPools.GetId: LocalOperation {
    /// Finds the identity that the logins lead to, or makes one; a guest gets a new one each time.
    static func perform(_ request: IdentityPools.GetIdInput, in call: Call) throws -> IdentityPools.GetIdResponse {
        let pool = try call.identityPool(request.identityPoolID)
        let logins = try call.verified(request.logins, for: pool)
        return IdentityPools.GetIdResponse(identityID: try call.identity(of: logins, in: pool).id)
    }
}
