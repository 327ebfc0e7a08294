internal import CognitoWire
internal import GRDB

extension AdminAddUserToGroup: LocalOperation {
    /// Adds a user to a group; who is in it already stays in it.
    static func perform(_ request: AdminAddUserToGroupRequest, in call: Call) throws -> WireEmpty {
        let pool = try call.pool(request.userPoolID)
        let user = try call.user(request.username, in: pool)
        let group = try call.group(request.groupName, in: pool)
        try GroupMemberRecord(user, in: group).insert(call.db, onConflict: .ignore)
        return WireEmpty()
    }
}
