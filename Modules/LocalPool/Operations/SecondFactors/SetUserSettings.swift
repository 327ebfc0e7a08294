internal import CognitoWire

extension SetUserSettings: LocalOperation {
    static func perform(_ request: SetUserSettingsRequest, in call: Call) throws -> SetUserSettingsResponse {
        try call.setFactors(request.mfaOptions, of: call.bearer(of: request.accessToken).user)
        return SetUserSettingsResponse()
    }
}
