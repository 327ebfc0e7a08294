internal import CognitoWire

extension AdminSetUserMFAPreference: LocalOperation {
    static func perform(
        _ request: AdminSetUserMFAPreferenceRequest,
        in call: Call
    ) throws -> AdminSetUserMFAPreferenceResponse {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        let preferences = try FactorPreferences(
            sms: request.smsMFASettings,
            app: request.softwareTokenMFASettings,
            email: request.emailMFASettings,
            passkeys: request.webAuthnMFASettings
        )
        try call.setFactors(preferences, of: user)
        return AdminSetUserMFAPreferenceResponse()
    }
}
