internal import CognitoWire
internal import GRDB

extension IdentityPools.TagResource: LocalOperation {
    static func perform(
        _ request: IdentityPools.TagResourceInput,
        in call: Call
    ) throws -> IdentityPools.TagResourceResponse {
        var pool = try call.identityPool(arn: request.resourceARN)
        pool.settings.identityPoolTags = (pool.settings.identityPoolTags ?? [:]).merging(request.tags) { $1 }
        try pool.update(call.db)
        return IdentityPools.TagResourceResponse()
    }
}
