internal import CognitoWire
internal import GRDB

extension CreateGroup: LocalOperation {
    static func perform(_ request: CreateGroupRequest, in call: Call) throws -> CreateGroupResponse {
        let pool = try call.pool(request.userPoolID)
        try call.checkPrecedence(request.precedence)
        guard try call.knownGroup(request.groupName, in: pool) == nil else {
            throw Refusal(.groupExists, "A group with the name already exists.")
        }
        var group = GroupRecord(poolID: pool.id, name: request.groupName, at: call.now)
        group.description = request.description
        group.precedence = request.precedence
        group.roleARN = request.roleARN
        try group.insert(call.db)
        return CreateGroupResponse(group: group.described)
    }
}
