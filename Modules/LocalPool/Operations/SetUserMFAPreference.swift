internal import CognitoWire
internal import GRDB

extension SetUserMFAPreference: LocalOperation {
    static func perform(
        _ request: SetUserMFAPreferenceRequest,
        in call: Call
    ) throws -> SetUserMFAPreferenceResponse {
        let bearer = try call.bearer(of: request.accessToken)
        var user = bearer.user
        if request.softwareTokenMFASettings?.enabled == true {
            throw Refusal.invalidParameter("User has not verified software token mfa")
        }
        if request.emailMFASettings?.enabled == true {
            throw Refusal.invalidParameter("The e-mail factor is not offered by LocalPool")
        }
        if let settings = request.smsMFASettings {
            try refuseUnusable(settings, of: user, in: call)
            var factors = user.factors ?? SecondFactors()
            factors.sms = settings.enabled == true
            factors.preferred = factors.sms && settings.preferredMFA == true ? .smsMFA : nil
            user.factors = factors
        }
        user.modifiedAt = call.now
        try user.update(call.db)
        return SetUserMFAPreferenceResponse()
    }

    private static func refuseUnusable(_ settings: SMSMfaSettingsType, of user: UserRecord, in call: Call) throws {
        if settings.enabled == true {
            guard user.attributes["phone_number"] != nil else {
                throw Refusal.invalidParameter("User does not have delivery config set to turn on SMS_MFA")
            }
        } else if settings.preferredMFA == true {
            throw Refusal.invalidParameter("SMS_MFA cannot be preferred without being enabled")
        }
    }
}
