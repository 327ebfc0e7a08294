internal import CognitoWire
internal import GRDB

extension ListUsersInGroup: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListUsersInGroupRequest, in call: Call) throws -> ListUsersInGroupResponse {
        let group = try call.group(request.groupName, in: call.pool(request.userPoolID))
        let page = try Page(request.nextToken, limit: request.limit, atLeast: 1)
        let members = GroupMemberRecord.filter(Column("poolID") == group.poolID && Column("groupKey") == group.key)
        let shown = try page.fetch(members, by: "sub", \.sub, in: call.db)
        let users = try UserRecord.filter(keys: shown.entries.map(\.sub)).order(Column("sub")).fetchAll(call.db)
        return ListUsersInGroupResponse(nextToken: shown.token, users: users.map { call.wireUser($0) })
    }
}
