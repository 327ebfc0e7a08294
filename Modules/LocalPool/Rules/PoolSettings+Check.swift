internal import CognitoWire

/// What the settings of a pool must not say.
extension PoolSettings {
    private static var greatestTagCount: Int { 50 }

    /// Refuses settings that contradict each other.
    ///
    /// - Parameters:
    ///   - details: Completed settings.
    ///   - factors: What the pool offers beside the password.
    /// - Throws: ``Refusal`` that says what does not go together.
    static func check(_ details: UserPoolType, factors: PoolFactors) throws {
        try checkMessages(details, factors)
        try checkRecovery(details)
        try checkFirstFactors(details)
        try checkTier(details)
        try check(tags: details.userPoolTags ?? [:])
    }

    /// Refuses tags that the service does not take.
    static func check(tags: [String: String]) throws {
        guard tags.count <= greatestTagCount else {
            throw Refusal.invalidParameter("A user pool has at most \(greatestTagCount) tags")
        }
        guard !tags.keys.contains(where: { $0.lowercased().hasPrefix("aws:") }) else {
            throw Refusal.invalidParameter("A tag's key must not begin with aws:")
        }
    }

    private static func checkMessages(_ details: UserPoolType, _ factors: PoolFactors) throws {
        let needsFactor = details.mfaConfiguration == .on || details.mfaConfiguration == .optional
        let hasFactor = details.smsConfiguration != nil || factors.usesSoftwareToken || factors.email != nil
        guard !needsFactor || hasFactor else {
            throw Refusal.invalidParameter(
                "SMS configuration and Auto verification for phone_number are required when MFA is required/optional"
            )
        }
        let verified = details.autoVerifiedAttributes ?? []
        guard !verified.contains(.phoneNumber) || details.smsConfiguration != nil else {
            throw Refusal.invalidParameter(
                "SMS configuration is required when phone_number is selected for auto verification"
            )
        }
        let verifiedFirst = details.userAttributeUpdateSettings?.attributesRequireVerificationBeforeUpdate ?? []
        guard verifiedFirst.allSatisfy(verified.contains) else {
            throw Refusal.invalidParameter(
                "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes"
            )
        }
        let mail = details.emailConfiguration
        guard mail?.emailSendingAccount != .developer || mail?.sourceARN != nil else {
            throw Refusal.invalidParameter("SourceArn is required when EmailSendingAccount is DEVELOPER")
        }
        guard factors.email == nil || mail?.emailSendingAccount == .developer else {
            throw Refusal.invalidParameter("Email MFA requires EmailSendingAccount to be DEVELOPER")
        }
        let hasPasswordOnly = details.policies?.signInPolicy?.allowedFirstAuthFactors ?? [.password] == [.password]
        let invitation = details.adminCreateUserConfig?.inviteMessageTemplate
        for text in [invitation?.emailMessage, invitation?.smsMessage].compactMap(\.self) where hasPasswordOnly {
            guard text.contains("{####}") else {
                throw Refusal.invalidParameter("The messages of InviteMessageTemplate must contain {####}")
            }
        }
    }

    private static func checkRecovery(_ details: UserPoolType) throws {
        let mechanisms = details.accountRecoverySetting?.recoveryMechanisms ?? []
        guard mechanisms.count == 1 || !mechanisms.contains(where: { $0.name == .adminOnly }) else {
            throw Refusal.invalidParameter(
                "Invalid account recovery setting parameter. Account Recovery Setting cannot use admin_only setting "
                    + "with any other recovery mechanisms."
            )
        }
        guard Set(mechanisms.map(\.priority)).count == mechanisms.count,
            Set(mechanisms.map(\.name)).count == mechanisms.count
        else {
            throw Refusal.invalidParameter(
                "Invalid account recovery setting parameter. Names and priorities must differ from each other."
            )
        }
    }

    private static func checkFirstFactors(_ details: UserPoolType) throws {
        guard let factors = details.policies?.signInPolicy?.allowedFirstAuthFactors else { return }
        guard factors.contains(.password) else {
            throw Refusal.invalidParameter("AllowedFirstAuthFactors must contain PASSWORD")
        }
        guard !factors.contains(.softwareToken) else {
            throw Refusal.invalidParameter("SOFTWARE_TOKEN is not supported as a first auth factor")
        }
        guard Set(factors).count == factors.count else {
            throw Refusal.invalidParameter("AllowedFirstAuthFactors must not repeat a factor")
        }
        guard !factors.contains(.smsOTP) || details.smsConfiguration != nil else {
            throw Refusal.invalidParameter("SMS configuration is required when SMS_OTP is a first auth factor")
        }
    }

    private static func checkTier(_ details: UserPoolType) throws {
        let factors = details.policies?.signInPolicy?.allowedFirstAuthFactors ?? [.password]
        let keepsHistory = details.policies?.passwordPolicy?.passwordHistorySize ?? 0 > 0
        if details.userPoolTier == .lite, keepsHistory || factors != [.password] {
            throw Refusal(.featureUnavailableInTier, "The feature is not available in the LITE tier")
        }
        if let mode = details.userPoolAddOns?.advancedSecurityMode, mode != .off, details.userPoolTier != .plus {
            throw Refusal(.featureUnavailableInTier, "Threat protection is available in the PLUS tier only")
        }
    }
}
