internal import CognitoWire

extension ListUserPools: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListUserPoolsRequest, in call: Call) throws -> ListUserPoolsResponse {
        let page = try Page(request.nextToken, limit: request.maxResults)
        let shown = try page.fetch(by: "id", \UserPoolRecord.id, in: call.db)
        return ListUserPoolsResponse(
            nextToken: shown.token,
            userPools: shown.entries.map { pool in
                var description = UserPoolDescriptionType()
                description.id = pool.id
                description.name = pool.details.name
                description.lambdaConfig = pool.details.lambdaConfig
                description.creationDate = pool.createdAt
                description.lastModifiedDate = pool.modifiedAt
                return description
            }
        )
    }
}
