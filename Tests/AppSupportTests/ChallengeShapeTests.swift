import AppSupport
import ByteCoding
import Foundation
import Testing
import UserPoolKit

@Suite("Challenges as both doors tell them") struct ChallengeShapeTests {
    @Test(
        "what is asked for has one name",
        arguments: [
            ("SMS_MFA", "smsCode"), ("EMAIL_OTP", "emailCode"), ("SOFTWARE_TOKEN_MFA", "totpCode"),
            ("SELECT_MFA_TYPE", "chooseMfa"), ("MFA_SETUP", "setupMfa"), ("NEW_PASSWORD_REQUIRED", "newPassword"),
            ("CUSTOM_CHALLENGE", "custom"), ("SELECT_CHALLENGE", "chooseFirstFactor"), ("PASSWORD_SRP", "password"),
            ("WEB_AUTHN", "other"), ("SOMETHING_NEW", "other"),
        ]
    )
    func names(_ name: String, _ expected: String) throws {
        #expect(try challenge(name).typeName == expected)
    }

    @Test("a challenge takes no answer three minutes after it arrived")
    func expiry() throws {
        // 2001-01-01T00:00:00Z, which is where a `Date` counts from, is 978 307 200 s after the epoch of Unix.
        #expect(try challenge("SMS_MFA").expiresAt.seconds == 978_307_200 + 10 + 180)
    }

    @Test("names of factors are read as they are written, and others are the service's own")
    func factors() {
        for name in FirstFactor.shortNames { #expect(FirstFactor(shortName: name).shortName == name) }
        for name in ["sms", "totp", "email"] { #expect(MFAMethod(shortName: name).shortName == name) }
        #expect(MFAMethod(shortName: "totp") == .totp && FirstFactor(shortName: "passkey") == .passkey)
        #expect(MFAMethod(shortName: "NEW_MFA").shortName == "NEW_MFA")
        #expect(FirstFactor(shortName: "NEW_FACTOR").rawValue == "NEW_FACTOR")
    }

    private func challenge(_ name: String) throws -> SignInChallenge {
        let text = """
            {"version":2,"name":"\(name)","username":"alice","parameters":{},"issuedAt":10,"availableFactors":[],
             "clientID":"client","devicePolicy":{"ignore":{}},"isAppBeingSetUp":false}
            """
        return try JSONDecoder().decode(SignInChallenge.self, from: Data(text.utf8))
    }
}
