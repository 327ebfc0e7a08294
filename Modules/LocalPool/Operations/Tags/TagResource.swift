internal import CognitoWire
internal import GRDB

extension TagResource: LocalOperation {
    static func perform(_ request: TagResourceRequest, in call: Call) throws -> TagResourceResponse {
        var pool = try call.pool(named: request.resourceARN)
        let tags = (pool.details.userPoolTags ?? [:]).merging(request.tags) { $1 }
        try PoolSettings.check(tags: tags)
        pool.details.userPoolTags = tags
        try pool.update(call.db)
        return TagResourceResponse()
    }
}

extension Call {
    /// The pool that an ARN names.
    ///
    /// - Throws: ``Refusal`` if there is none, or it names none.
    func pool(named arn: String) throws -> UserPoolRecord {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[2] == "cognito-idp", parts[5].hasPrefix("userpool/") else {
            throw Refusal.invalidParameter("The ARN does not name a user pool")
        }
        let pool = try pool(String(parts[5].dropFirst("userpool/".count)))
        guard pool.arn == arn else { throw Refusal.unknownPool(pool.id) }
        return pool
    }
}
