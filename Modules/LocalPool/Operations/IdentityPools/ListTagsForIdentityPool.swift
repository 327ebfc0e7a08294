internal import CognitoWire

extension IdentityPools.ListTagsForResource: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: IdentityPools.ListTagsForResourceInput,
        in call: Call
    ) throws -> IdentityPools.ListTagsForResourceResponse {
        let pool = try call.identityPool(arn: request.resourceARN)
        return IdentityPools.ListTagsForResourceResponse(tags: pool.settings.identityPoolTags ?? [:])
    }
}
