internal import CognitoWire
internal import GRDB

extension ListGroups: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListGroupsRequest, in call: Call) throws -> ListGroupsResponse {
        let pool = try call.pool(request.userPoolID)
        let page = try Page(request.nextToken, limit: request.limit, atLeast: 1)
        let groups =
            try GroupRecord
            .filter(Column("poolID") == pool.id && Column("key") > page.after)
            .order(Column("key"))
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = page.shown(of: groups, key: \.key)
        return ListGroupsResponse(groups: shown.entries.map(\.described), nextToken: shown.token)
    }
}
