internal import CognitoWire

extension AdminSetUserSettings: LocalOperation {
    static func perform(
        _ request: AdminSetUserSettingsRequest,
        in call: Call
    ) throws -> AdminSetUserSettingsResponse {
        try call.setFactors(request.mfaOptions, of: call.user(request.username, in: call.pool(request.userPoolID)))
        return AdminSetUserSettingsResponse()
    }
}
