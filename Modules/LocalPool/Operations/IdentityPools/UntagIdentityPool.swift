internal import CognitoWire
internal import GRDB

extension IdentityPools.UntagResource: LocalOperation {
    static func perform(
        _ request: IdentityPools.UntagResourceInput,
        in call: Call
    ) throws -> IdentityPools.UntagResourceResponse {
        var pool = try call.identityPool(arn: request.resourceARN)
        let removed = Set(request.tagKeys)
        pool.settings.identityPoolTags = pool.settings.identityPoolTags?.filter { !removed.contains($0.key) }
        try pool.update(call.db)
        return IdentityPools.UntagResourceResponse()
    }
}
