internal import CognitoWire

extension GetUser: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: GetUserRequest, in call: Call) throws -> GetUserResponse {
        let bearer = try call.bearer(of: request.accessToken)
        return GetUserResponse(
            userAttributes: call.wireAttributes(of: bearer.user, visibleTo: bearer.client),
            username: Sensitive(bearer.user.username),
            mfaOptions: bearer.user.mfaOptions,
            preferredMFASetting: bearer.user.factors?.preferred?.rawValue,
            userMFASettingList: bearer.user.mfaSettings
        )
    }
}
