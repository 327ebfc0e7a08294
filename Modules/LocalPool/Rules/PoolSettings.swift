internal import CognitoWire

/// The settings of a pool as the service completes them: what a request leaves out has the default.
enum PoolSettings {
    /// The tag that gives a new pool its id.
    static let customIDTag = "_custom_id_"

    /// The settings of a new pool.
    ///
    /// - Throws: ``Refusal`` if they contradict each other.
    static func made(by request: CreateUserPoolRequest) throws -> UserPoolType {
        let coder = WireCoder()
        // Request and description have the same members, of which two have other names.
        var details = try coder.decode(UserPoolType.self, from: coder.encode(request))
        details.name = request.poolName
        details.schemaAttributes = try AttributeSchema.defined(by: request.schema).attributes
        details.mfaConfiguration = request.mfaConfiguration ?? .off
        guard details.aliasAttributes?.isEmpty ?? true || details.usernameAttributes?.isEmpty ?? true else {
            throw Refusal.invalidParameter(
                "Only one of the aliasAttributes or usernameAttributes can be set in a user pool."
            )
        }
        return try completed(details)
    }

    /// The settings of a pool after a change, which keeps only what cannot change and what the service keeps.
    ///
    /// - Throws: ``Refusal`` if they contradict each other.
    static func changed(_ present: UserPoolType, by request: UpdateUserPoolRequest) throws -> UserPoolType {
        let coder = WireCoder()
        var details = try coder.decode(UserPoolType.self, from: coder.encode(request))
        details.name = request.poolName ?? present.name
        details.schemaAttributes = present.schemaAttributes
        details.aliasAttributes = present.aliasAttributes
        details.usernameAttributes = present.usernameAttributes
        details.usernameConfiguration = present.usernameConfiguration
        details.mfaConfiguration = request.mfaConfiguration ?? .off
        details.userAttributeUpdateSettings =
            request.userAttributeUpdateSettings ?? present.userAttributeUpdateSettings
        details.userPoolTags = request.userPoolTags ?? present.userPoolTags
        return try completed(details)
    }

    private static func completed(_ given: UserPoolType) throws -> UserPoolType {
        var details = given
        try completePolicies(of: &details)
        try completeMessages(of: &details)
        details.deletionProtection = given.deletionProtection ?? .inactive
        details.lambdaConfig = given.lambdaConfig ?? LambdaConfigType()
        details.emailConfiguration = given.emailConfiguration ?? EmailConfigurationType()
        details.emailConfiguration?.emailSendingAccount =
            given.emailConfiguration?.emailSendingAccount ?? .cognitoDefault
        details.userAttributeUpdateSettings =
            given.userAttributeUpdateSettings
            ?? UserAttributeUpdateSettingsType(attributesRequireVerificationBeforeUpdate: [])
        details.userPoolTier = given.userPoolTier ?? .essentials
        return details
    }

    private static func completePolicies(of details: inout UserPoolType) throws {
        var admin = details.adminCreateUserConfig ?? AdminCreateUserConfigType()
        let asked = details.policies?.passwordPolicy
        let unused = admin.unusedAccountValidityDays ?? 0
        guard unused == 0 || asked?.temporaryPasswordValidityDays ?? 0 == 0 else {
            throw Refusal.invalidParameter(
                "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays"
            )
        }
        var policy = PasswordPolicy(asked)
        if unused > 0 { policy.temporaryPasswordDays = unused }
        details.policies = UserPoolPolicyType(
            passwordPolicy: policy.wire,
            signInPolicy: details.policies?.signInPolicy ?? SignInPolicyType(allowedFirstAuthFactors: [.password])
        )
        admin.allowAdminCreateUserOnly = admin.allowAdminCreateUserOnly ?? false
        admin.unusedAccountValidityDays = policy.temporaryPasswordDays
        details.adminCreateUserConfig = admin
    }

    /// Messages stand at two places, which say the same.
    private static func completeMessages(of details: inout UserPoolType) throws {
        var template = details.verificationMessageTemplate ?? VerificationMessageTemplateType()
        template.defaultEmailOption = template.defaultEmailOption ?? .confirmWithCode
        (details.emailVerificationMessage, template.emailMessage) = try both(
            details.emailVerificationMessage,
            template.emailMessage,
            "EmailVerificationMessage"
        )
        (details.emailVerificationSubject, template.emailSubject) = try both(
            details.emailVerificationSubject,
            template.emailSubject,
            "EmailVerificationSubject"
        )
        (details.smsVerificationMessage, template.smsMessage) = try both(
            details.smsVerificationMessage,
            template.smsMessage,
            "SmsVerificationMessage"
        )
        details.verificationMessageTemplate = template
    }

    private static func both(_ first: String?, _ second: String?, _ name: String) throws -> (String?, String?) {
        if let first, let second, first != second {
            throw Refusal.invalidParameter("\(name) and VerificationMessageTemplate must not differ")
        }
        return (first ?? second, first ?? second)
    }
}
