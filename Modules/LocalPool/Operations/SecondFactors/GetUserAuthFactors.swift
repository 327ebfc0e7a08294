internal import CognitoWire

extension GetUserAuthFactors: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: GetUserAuthFactorsRequest, in call: Call) throws -> GetUserAuthFactorsResponse {
        let user = try call.bearer(of: request.accessToken).user
        return GetUserAuthFactorsResponse(
            username: Sensitive(user.username),
            configuredUserAuthFactors: try call.configuredFactors(of: user),
            preferredMFASetting: user.factors?.preferred?.rawValue,
            userMFASettingList: user.mfaSettings
        )
    }
}
