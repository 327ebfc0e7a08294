internal import CognitoWire

extension AdminGetUserAuthFactors: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: AdminGetUserAuthFactorsRequest,
        in call: Call
    ) throws -> AdminGetUserAuthFactorsResponse {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        return AdminGetUserAuthFactorsResponse(
            username: Sensitive(user.username),
            configuredUserAuthFactors: try call.configuredFactors(of: user),
            preferredMFASetting: user.factors?.preferred?.rawValue,
            userMFASettingList: user.mfaSettings
        )
    }
}
