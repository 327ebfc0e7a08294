internal import CognitoWire

extension ListUsers: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListUsersRequest, in call: Call) throws -> ListUsersResponse {
        let pool = try call.pool(request.userPoolID)
        let filter = try request.filter.flatMap { $0.isEmpty ? nil : try UserFilter($0) }
        let page = try Page(request.paginationToken, limit: request.limit)
        let listed = try UserListing(poolID: pool.id, filter: filter)
            .page(after: page.after, limit: page.limit, in: call.db)
        return ListUsersResponse(
            paginationToken: page.token(after: listed.next, hasMore: listed.next != nil),
            users: listed.users.map { call.wireUser($0, attributes: request.attributesToGet) }
        )
    }
}
