internal import CognitoWire

extension AdminUserGlobalSignOut: LocalOperation {
    static func perform(
        _ request: AdminUserGlobalSignOutRequest,
        in call: Call
    ) throws -> AdminUserGlobalSignOutResponse {
        try call.revokeTokens(of: call.user(request.username, in: call.pool(request.userPoolID)))
        return AdminUserGlobalSignOutResponse()
    }
}
