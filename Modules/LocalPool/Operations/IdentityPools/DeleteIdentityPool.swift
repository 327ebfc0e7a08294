internal import CognitoWire
internal import GRDB

extension IdentityPools.DeleteIdentityPool: LocalOperation {
    /// Deletes an identity pool with all its identities.
    static func perform(_ request: IdentityPools.DeleteIdentityPoolInput, in call: Call) throws -> WireEmpty {
        try call.identityPool(request.identityPoolID).delete(call.db)
        return WireEmpty()
    }
}
