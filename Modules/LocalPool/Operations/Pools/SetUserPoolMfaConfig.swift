internal import CognitoWire
internal import GRDB

extension SetUserPoolMfaConfig: LocalOperation {
    /// Sets the factors anew: those that the request leaves out are no longer offered.
    static func perform(_ request: SetUserPoolMfaConfigRequest, in call: Call) throws -> SetUserPoolMfaConfigResponse {
        try RequestCheck.refuseUnknownValues(in: request)
        var pool = try call.pool(request.userPoolID)
        var factors = PoolFactors()
        factors.usesSMS = request.smsMFAConfiguration != nil
        factors.usesSoftwareToken = request.softwareTokenMFAConfiguration?.enabled == true
        factors.email = request.emailMFAConfiguration
        factors.webAuthn = request.webAuthnConfiguration ?? pool.factors.webAuthn
        if let sms = request.smsMFAConfiguration {
            pool.details.smsConfiguration = sms.smsConfiguration ?? pool.details.smsConfiguration
            pool.details.smsAuthenticationMessage =
                sms.smsAuthenticationMessage ?? pool.details.smsAuthenticationMessage
            guard pool.details.smsConfiguration != nil else {
                throw Refusal.invalidParameter("SMS configuration is required to use SMS messages for MFA")
            }
        }
        pool.details.mfaConfiguration = request.mfaConfiguration ?? .off
        pool.factors = factors
        try refuseContradictions(in: pool)
        pool.modifiedAt = call.now
        try pool.update(call.db)
        let described = pool.mfaConfig
        return SetUserPoolMfaConfigResponse(
            emailMFAConfiguration: described.emailMFAConfiguration,
            mfaConfiguration: described.mfaConfiguration,
            smsMFAConfiguration: described.smsMFAConfiguration,
            softwareTokenMFAConfiguration: described.softwareTokenMFAConfiguration,
            webAuthnConfiguration: described.webAuthnConfiguration
        )
    }

    private static func refuseContradictions(in pool: UserPoolRecord) throws {
        guard pool.allowsMFA || !pool.factors.hasSecondFactor else {
            throw Refusal.invalidParameter(
                "Invalid MFA configuration given, can't turn off MFA and configure an MFA together."
            )
        }
        guard !pool.allowsMFA || pool.factors.hasSecondFactor else {
            throw Refusal.invalidParameter(
                "Invalid MFA configuration given, can't disable all MFAs and require MFA configuration."
            )
        }
        guard pool.factors.email == nil || pool.details.userPoolTier != .lite else {
            throw Refusal(.featureUnavailableInTier, "The feature is not available in the LITE tier")
        }
        try PoolSettings.check(pool.details, factors: pool.factors)
    }
}
