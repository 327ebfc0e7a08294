internal import CognitoWire
internal import GRDB

extension DeleteGroup: LocalOperation {
    /// Deletes a group; its users stay.
    static func perform(_ request: DeleteGroupRequest, in call: Call) throws -> WireEmpty {
        let group = try call.group(request.groupName, in: call.pool(request.userPoolID))
        try group.delete(call.db)
        return WireEmpty()
    }
}
