internal import CognitoWire

extension AdminRevokeUserSession: LocalOperation {
    static func perform(
        _ request: AdminRevokeUserSessionRequest,
        in call: Call
    ) throws -> AdminRevokeUserSessionResponse {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        try call.revokeSession(request.sessionID, of: user, current: nil)
        return AdminRevokeUserSessionResponse()
    }
}
