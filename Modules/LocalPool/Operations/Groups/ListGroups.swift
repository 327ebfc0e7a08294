internal import CognitoWire
internal import GRDB

extension ListGroups: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListGroupsRequest, in call: Call) throws -> ListGroupsResponse {
        let pool = try call.pool(request.userPoolID)
        let page = try Page(request.nextToken, limit: request.limit, atLeast: 1)
        let shown = try page.fetch(GroupRecord.filter(Column("poolID") == pool.id), by: "key", \.key, in: call.db)
        return ListGroupsResponse(groups: shown.entries.map(\.described), nextToken: shown.token)
    }
}
