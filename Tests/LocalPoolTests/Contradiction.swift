import CognitoWire

/// Settings of a pool that do not go together, and what the service says of them.
struct Contradiction: Sendable {
    let message: String
    let change: @Sendable (inout CreateUserPoolRequest) -> Void

    init(_ message: String, _ change: @escaping @Sendable (inout CreateUserPoolRequest) -> Void) {
        self.message = message
        self.change = change
    }

    static let all = [
        Contradiction(
            "SMS configuration and Auto verification for phone_number are required when MFA is required/optional"
        ) { $0.mfaConfiguration = .on },
        Contradiction("SMS configuration is required when phone_number is selected for auto verification") {
            $0.autoVerifiedAttributes = [.phoneNumber]
        },
        Contradiction("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.") {
            $0.aliasAttributes = [.email]
            $0.usernameAttributes = [.email]
        },
        Contradiction(
            "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes"
        ) { $0.userAttributeUpdateSettings = .init(attributesRequireVerificationBeforeUpdate: [.email]) },
        Contradiction(
            "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays"
        ) {
            $0.policies = .init(passwordPolicy: .init(temporaryPasswordValidityDays: 3))
            $0.adminCreateUserConfig = .init(unusedAccountValidityDays: 3)
        },
        Contradiction(
            "Invalid account recovery setting parameter. Account Recovery Setting cannot use admin_only setting "
                + "with any other recovery mechanisms."
        ) {
            $0.accountRecoverySetting = .init(recoveryMechanisms: [
                .init(name: .adminOnly, priority: 1), .init(name: .verifiedEmail, priority: 2),
            ])
        },
        Contradiction(
            "Invalid account recovery setting parameter. Names and priorities must differ from each other."
        ) {
            $0.accountRecoverySetting = .init(recoveryMechanisms: [
                .init(name: .verifiedPhoneNumber, priority: 1), .init(name: .verifiedEmail, priority: 1),
            ])
        },
        Contradiction("AllowedFirstAuthFactors must contain PASSWORD") {
            $0.policies = .init(signInPolicy: .init(allowedFirstAuthFactors: [.webAuthn]))
        },
        Contradiction("SOFTWARE_TOKEN is not supported as a first auth factor") {
            $0.policies = .init(signInPolicy: .init(allowedFirstAuthFactors: [.password, .softwareToken]))
        },
        Contradiction(
            "1 validation error detected: Value at 'mfaConfiguration' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [OFF, ON, OPTIONAL]"
        ) { $0.mfaConfiguration = UserPoolMfaType(rawValue: "SOMETIMES") },
        Contradiction("The messages of InviteMessageTemplate must contain {####}") {
            $0.adminCreateUserConfig = .init(inviteMessageTemplate: .init(smsMessage: "Welcome"))
        },
        Contradiction("SourceArn is required when EmailSendingAccount is DEVELOPER") {
            $0.emailConfiguration = .init(emailSendingAccount: .developer)
        },
        Contradiction("A tag's key must not begin with aws:") { $0.userPoolTags = ["aws:mine": "1"] },
    ]
}
