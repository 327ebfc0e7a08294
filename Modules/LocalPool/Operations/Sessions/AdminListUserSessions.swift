internal import CognitoWire

extension AdminListUserSessions: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: AdminListUserSessionsRequest, in call: Call) throws -> AdminListUserSessionsResponse
    {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        return AdminListUserSessionsResponse(
            sessions: try call.sessions(of: user, current: nil, after: request.nextToken)
        )
    }
}
