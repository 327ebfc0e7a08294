internal import CognitoWire
internal import GRDB

extension ListUsersInGroup: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListUsersInGroupRequest, in call: Call) throws -> ListUsersInGroupResponse {
        let group = try call.group(request.groupName, in: call.pool(request.userPoolID))
        let page = try Page(request.nextToken, limit: request.limit, atLeast: 1)
        let members =
            try GroupMemberRecord
            .filter(Column("poolID") == group.poolID && Column("groupKey") == group.key && Column("sub") > page.after)
            .order(Column("sub"))
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = page.shown(of: members, key: \.sub)
        let users = try shown.entries.compactMap { try UserRecord.fetchOne(call.db, key: $0.sub) }
        return ListUsersInGroupResponse(nextToken: shown.token, users: users.map { call.wireUser($0) })
    }
}
