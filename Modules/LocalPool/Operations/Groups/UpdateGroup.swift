internal import CognitoWire
internal import GRDB

extension UpdateGroup: LocalOperation {
    /// Changes what the request names; what it leaves out, and an empty description, stay as they are.
    static func perform(_ request: UpdateGroupRequest, in call: Call) throws -> UpdateGroupResponse {
        let pool = try call.pool(request.userPoolID)
        try call.checkPrecedence(request.precedence)
        var group = try call.group(request.groupName, in: pool)
        let description = request.description.flatMap { $0.isEmpty ? nil : $0 }
        guard description != nil || request.precedence != nil || request.roleARN != nil else {
            return UpdateGroupResponse(group: group.described)
        }
        group.description = description ?? group.description
        group.precedence = request.precedence ?? group.precedence
        group.roleARN = request.roleARN ?? group.roleARN
        group.modifiedAt = call.now
        try group.update(call.db)
        return UpdateGroupResponse(group: group.described)
    }
}
