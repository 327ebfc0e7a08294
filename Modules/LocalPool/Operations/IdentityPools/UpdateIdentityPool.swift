internal import CognitoWire
internal import GRDB

extension IdentityPools.UpdateIdentityPool: LocalOperation {
    /// Replaces every setting; tags stay if the request has none.
    static func perform(
        _ request: IdentityPools.IdentityPool,
        in call: Call
    ) throws -> IdentityPools.IdentityPool {
        var pool = try call.identityPool(request.identityPoolID)
        try request.checkProviders()
        let tags = request.identityPoolTags ?? pool.settings.identityPoolTags
        pool.settings = request
        pool.settings.identityPoolTags = tags
        try pool.update(call.db)
        return pool.settings
    }
}
