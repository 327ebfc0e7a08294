internal import CognitoWire
internal import GRDB

extension AdminDisableUser: LocalOperation {
    /// Closes the pool to a user, whose tokens are revoked.
    static func perform(_ request: AdminDisableUserRequest, in call: Call) throws -> AdminDisableUserResponse {
        var user = try call.user(request.username, in: call.pool(request.userPoolID))
        user.isEnabled = false
        user.modifiedAt = call.now
        try user.update(call.db)
        try call.revokeTokens(of: user)
        return AdminDisableUserResponse()
    }
}
