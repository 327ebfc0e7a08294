internal import CognitoWire

extension RevokeUserSession: LocalOperation {
    static func perform(_ request: RevokeUserSessionRequest, in call: Call) throws -> RevokeUserSessionResponse {
        let bearer = try call.bearer(of: request.accessToken)
        try call.revokeSession(request.sessionID, of: bearer.user, current: bearer.family)
        return RevokeUserSessionResponse()
    }
}
