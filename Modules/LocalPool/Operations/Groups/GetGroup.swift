internal import CognitoWire

extension GetGroup: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: GetGroupRequest, in call: Call) throws -> GetGroupResponse {
        let group = try call.group(request.groupName, in: call.pool(request.userPoolID))
        return GetGroupResponse(group: group.described)
    }
}
