internal import CognitoWire
internal import GRDB

extension UntagResource: LocalOperation {
    /// Takes tags away; those that are not there are as good as taken.
    static func perform(_ request: UntagResourceRequest, in call: Call) throws -> UntagResourceResponse {
        var pool = try call.pool(named: request.resourceARN)
        for key in request.tagKeys { pool.details.userPoolTags?[key] = nil }
        try pool.update(call.db)
        return UntagResourceResponse()
    }
}
