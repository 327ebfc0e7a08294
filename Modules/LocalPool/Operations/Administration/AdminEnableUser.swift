internal import CognitoWire
internal import GRDB

extension AdminEnableUser: LocalOperation {
    static func perform(_ request: AdminEnableUserRequest, in call: Call) throws -> AdminEnableUserResponse {
        var user = try call.user(request.username, in: call.pool(request.userPoolID))
        user.isEnabled = true
        user.modifiedAt = call.now
        try user.update(call.db)
        return AdminEnableUserResponse()
    }
}
