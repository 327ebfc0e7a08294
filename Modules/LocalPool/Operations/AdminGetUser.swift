internal import CognitoWire

extension AdminGetUser: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: AdminGetUserRequest, in call: Call) throws -> AdminGetUserResponse {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        return AdminGetUserResponse(
            username: Sensitive(user.username),
            enabled: user.isEnabled,
            mfaOptions: user.mfaOptions,
            preferredMFASetting: user.factors?.preferred?.rawValue,
            userAttributes: call.wireAttributes(of: user),
            userCreateDate: user.createdAt,
            userLastModifiedDate: user.modifiedAt,
            userMFASettingList: user.mfaSettings,
            userStatus: user.status
        )
    }
}
