internal import CognitoWire

extension ListTagsForResource: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListTagsForResourceRequest, in call: Call) throws -> ListTagsForResourceResponse {
        ListTagsForResourceResponse(tags: try call.pool(named: request.resourceARN).details.userPoolTags ?? [:])
    }
}
