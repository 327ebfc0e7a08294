internal import CognitoWire

extension GlobalSignOut: LocalOperation {
    static func perform(_ request: GlobalSignOutRequest, in call: Call) throws -> GlobalSignOutResponse {
        try call.revokeTokens(of: call.bearer(of: request.accessToken).user)
        return GlobalSignOutResponse()
    }
}
