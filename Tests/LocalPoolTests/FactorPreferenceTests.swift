import CognitoWire
import Testing

@testable import LocalPool

@Suite("Preferred factors") struct FactorPreferenceTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("factors are turned on and off one by one; what is not mentioned stays")
    func oneByOne() async throws {
        let token = try await twoFactors()
        #expect(try await settings(token) == ["SMS_MFA", "EMAIL_OTP", "EMAIL_OTP"])
        // Naming a factor without preferring it ends its preference.
        try await under.setPreference(token) { $0.emailMFASettings = .init(enabled: true) }
        #expect(try await settings(token) == ["SMS_MFA", "EMAIL_OTP"])
        try await under.setPreference(token) { $0.smsMFASettings = .init(enabled: true, preferredMFA: true) }
        #expect(try await settings(token) == ["SMS_MFA", "EMAIL_OTP", "SMS_MFA"])
        try await under.setPreference(token) { $0.smsMFASettings = .init(enabled: false) }
        #expect(try await settings(token) == ["EMAIL_OTP"])
        try await under.setPreference(token) { $0.emailMFASettings = .init() }
        #expect(try await settings(token) == [])
    }

    @Test("the preferred factor moves to another")
    func moved() async throws {
        let token = try await twoFactors()
        try await under.setPreference(token) { $0.smsMFASettings = .init(enabled: true, preferredMFA: true) }
        #expect(try await settings(token) == ["SMS_MFA", "EMAIL_OTP", "SMS_MFA"])
        #expect(try await under.signInWithSRP().challengeName == .smsMFA)
    }

    @Test("where everybody needs a second factor none is turned off, only preferred")
    func insisting() async throws {
        let token = try await twoFactors()
        try await under.askForFactors(.on)
        try await under.setPreference(token) {
            $0.smsMFASettings = .init(enabled: true, preferredMFA: true)
            $0.emailMFASettings = .init(enabled: false)
        }
        #expect(try await settings(token) == ["SMS_MFA", "EMAIL_OTP", "SMS_MFA"])
    }

    @Test("two preferred factors, and one that is off, are refused and change nothing")
    func contradictions() async throws {
        let token = try await twoFactors()
        await expectRefusal("InvalidParameterException") {
            try await under.setPreference(token) {
                $0.smsMFASettings = .init(enabled: true, preferredMFA: true)
                $0.emailMFASettings = .init(enabled: true, preferredMFA: true)
            }
        }
        await expectRefusal("InvalidParameterException") {
            try await under.setPreference(token) {
                $0.smsMFASettings = .init(enabled: false)
                $0.emailMFASettings = .init(enabled: false, preferredMFA: true)
            }
        }
        #expect(try await settings(token) == ["SMS_MFA", "EMAIL_OTP", "EMAIL_OTP"])
    }

    @Test("what the user or the pool does not have is not turned on")
    func unusable() async throws {
        try await under.makeUser()
        let token = try await under.tokens().accessToken
        let noPlace = "User does not have delivery config set to turn on"
        await expectRefusal("InvalidParameterException", "\(noPlace) SMS_MFA") {
            try await under.setPreference(token) { $0.smsMFASettings = .init(enabled: true) }
        }
        await expectRefusal("InvalidParameterException", "\(noPlace) SOFTWARE_TOKEN_MFA") {
            try await under.setPreference(token) { $0.softwareTokenMFASettings = .init(enabled: true) }
        }
        await expectRefusal("InvalidParameterException", "\(noPlace) EMAIL_OTP") {
            try await under.setPreference(token) { $0.emailMFASettings = .init(enabled: true) }
        }
        _ = try await under.associate(token)
        await expectRefusal("InvalidParameterException", "User has not verified software token mfa") {
            try await under.setPreference(token) { $0.softwareTokenMFASettings = .init(enabled: true) }
        }
        await expectRefusal("UnsupportedOperationException") {
            try await under.setPreference(token) { $0.webAuthnMFASettings = .init(enabled: true) }
        }
    }

    @Test("administrators set the same, for users who exist")
    func administrators() async throws {
        try await under.makeUser(attributes: ["email": "a@example.com", "phone_number": "+15555550100"])
        var request = AdminSetUserMFAPreferenceRequest(userPoolID: PoolUnderTest.poolID, username: "alice")
        request.smsMFASettings = .init(enabled: true, preferredMFA: true)
        try await under.call(AdminSetUserMFAPreference.self, request)
        let profile = try await under.adminProfile(of: "alice")
        #expect(profile.userMFASettingList == ["SMS_MFA"] && profile.preferredMFASetting == "SMS_MFA")
        request.username = "nobody"
        await expectRefusal("UserNotFoundException") { try await under.call(AdminSetUserMFAPreference.self, request) }
    }

    @Test("the old operations know codes by text message alone")
    func oldSettings() async throws {
        try await under.makeUser(attributes: ["email": "a@example.com", "phone_number": "+15555550100"])
        let token = try #require(try await under.tokens().accessToken)
        let sms = MFAOptionType(attributeName: "phone_number", deliveryMedium: .sms)
        try await under.call(SetUserSettings.self, .init(accessToken: token, mfaOptions: [sms]))
        let profile = try await under.profile(token)
        #expect(profile.userMFASettingList == ["SMS_MFA"] && profile.mfaOptions?.first?.deliveryMedium == .sms)
        #expect(try await under.signInWithSRP().challengeName == .smsMFA)
        try await under.call(
            AdminSetUserSettings.self,
            .init(mfaOptions: [], userPoolID: PoolUnderTest.poolID, username: "alice")
        )
        #expect(try await under.profile(token).mfaOptions == nil)
        await expectRefusal("InvalidParameterException") {
            try await under.call(
                SetUserSettings.self,
                .init(accessToken: token, mfaOptions: [.init(attributeName: "email", deliveryMedium: .email)])
            )
        }
        await expectRefusal("UserNotFoundException") {
            try await under.call(
                AdminSetUserSettings.self,
                .init(mfaOptions: [], userPoolID: PoolUnderTest.poolID, username: "nobody")
            )
        }
    }

    @Test("the factors of a user are listed: what a sign-in may begin with, and the app")
    func listed() async throws {
        _ = try await under.makeUserWithApp()
        let request = AdminGetUserAuthFactorsRequest(userPoolID: PoolUnderTest.poolID, username: "alice")
        let factors = try await under.call(AdminGetUserAuthFactors.self, request)
        #expect(factors.configuredUserAuthFactors == [.password, .emailOTP, .softwareToken])
        #expect(factors.userMFASettingList == ["SOFTWARE_TOKEN_MFA"] && factors.username.value == "alice")
        try await under.makeUser("bob", attributes: ["email": "bob@example.com"])
        let token = try #require(try await under.tokens("bob").accessToken)
        let own = try await under.call(GetUserAuthFactors.self, .init(accessToken: token))
        #expect(own.configuredUserAuthFactors == [.password, .emailOTP] && own.userMFASettingList == nil)
        await expectRefusal("NotAuthorizedException") {
            try await under.call(GetUserAuthFactors.self, .init(accessToken: "a.b.c"))
        }
    }

    /// The access token of a user with codes by text message, and preferably by e-mail.
    private func twoFactors() async throws -> Sensitive<String>? {
        try await under.askForFactors(.optional)
        try await under.makeUser(attributes: ["email": "a@example.com", "phone_number": "+15555550100"])
        let token = try await under.tokens().accessToken
        try await under.setPreference(token) {
            $0.smsMFASettings = .init(enabled: true)
            $0.emailMFASettings = .init(enabled: true, preferredMFA: true)
        }
        return token
    }

    /// The factors that are on, then the preferred one.
    private func settings(_ token: Sensitive<String>?) async throws -> [String] {
        let profile = try await under.profile(token)
        return (profile.userMFASettingList ?? []) + [profile.preferredMFASetting].compactMap(\.self)
    }
}
