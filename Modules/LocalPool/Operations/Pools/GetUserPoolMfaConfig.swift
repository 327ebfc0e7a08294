internal import CognitoWire

extension GetUserPoolMfaConfig: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: GetUserPoolMfaConfigRequest, in call: Call) throws -> GetUserPoolMfaConfigResponse {
        try call.pool(request.userPoolID).mfaConfig
    }
}

extension UserPoolRecord {
    /// What the pool asks for beside the password, as the service describes it.
    var mfaConfig: GetUserPoolMfaConfigResponse {
        GetUserPoolMfaConfigResponse(
            emailMFAConfiguration: factors.email,
            mfaConfiguration: details.mfaConfiguration ?? .off,
            smsMFAConfiguration: factors.usesSMS
                ? SmsMfaConfigType(
                    smsAuthenticationMessage: details.smsAuthenticationMessage,
                    smsConfiguration: details.smsConfiguration
                ) : nil,
            softwareTokenMFAConfiguration: allowsMFA
                ? SoftwareTokenMfaConfigType(enabled: factors.usesSoftwareToken) : nil,
            webAuthnConfiguration: factors.webAuthn
        )
    }
}
