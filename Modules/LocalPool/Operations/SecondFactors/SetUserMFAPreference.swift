internal import CognitoWire

extension SetUserMFAPreference: LocalOperation {
    static func perform(
        _ request: SetUserMFAPreferenceRequest,
        in call: Call
    ) throws -> SetUserMFAPreferenceResponse {
        let bearer = try call.bearer(of: request.accessToken)
        let preferences = try FactorPreferences(
            sms: request.smsMFASettings,
            app: request.softwareTokenMFASettings,
            email: request.emailMFASettings,
            passkeys: request.webAuthnMFASettings
        )
        try call.setFactors(preferences, of: bearer.user)
        return SetUserMFAPreferenceResponse()
    }
}
