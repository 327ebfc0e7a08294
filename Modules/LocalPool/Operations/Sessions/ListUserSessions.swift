internal import CognitoWire

extension ListUserSessions: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListUserSessionsRequest, in call: Call) throws -> ListUserSessionsResponse {
        let bearer = try call.bearer(of: request.accessToken)
        return ListUserSessionsResponse(
            sessions: try call.sessions(of: bearer.user, current: bearer.family, after: request.nextToken)
        )
    }
}
