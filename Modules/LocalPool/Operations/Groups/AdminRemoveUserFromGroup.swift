internal import CognitoWire
internal import GRDB

extension AdminRemoveUserFromGroup: LocalOperation {
    /// Removes a user from a group; who is not in it stays out of it.
    static func perform(_ request: AdminRemoveUserFromGroupRequest, in call: Call) throws -> WireEmpty {
        let pool = try call.pool(request.userPoolID)
        let user = try call.user(request.username, in: pool)
        let group = try call.group(request.groupName, in: pool)
        try GroupMemberRecord(user, in: group).delete(call.db)
        return WireEmpty()
    }
}
