internal import CognitoWire
internal import GRDB

extension ListUsers: LocalOperation {
    static var isReadOnly: Bool { true }

    /// Lists users by name, in pages; filters are not offered yet and refused.
    static func perform(_ request: ListUsersRequest, in call: Call) throws -> ListUsersResponse {
        let pool = try call.pool(request.userPoolID)
        guard request.filter?.isEmpty ?? true else { throw Refusal.notOffered("The filter of ListUsers") }
        let page = try Page(request.paginationToken, limit: request.limit)
        let users =
            try UserRecord
            .filter(Column("poolID") == pool.id && Column("username") > page.after)
            .order(Column("username"))
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = users.prefix(page.limit)
        return ListUsersResponse(
            paginationToken: page.token(after: shown.last?.username, hasMore: users.count > page.limit),
            users: try shown.map { try call.wireUser($0, attributes: request.attributesToGet) }
        )
    }
}
