internal import CognitoWire
internal import GRDB

extension ListUserPools: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListUserPoolsRequest, in call: Call) throws -> ListUserPoolsResponse {
        let page = try Page(request.nextToken, limit: request.maxResults)
        let pools =
            try UserPoolRecord
            .filter(Column("id") > page.after)
            .order(Column("id"))
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = pools.prefix(page.limit)
        return ListUserPoolsResponse(
            nextToken: page.token(after: shown.last?.id, hasMore: pools.count > page.limit),
            userPools: shown.map { pool in
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
