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

    @Test("moments that no clock shows, in a file that somebody changed, end nothing", arguments: ["1e300", "-1e300"])
    func farAway(_ issuedAt: String) throws {
        let end = try challenge("SMS_MFA", issuedAt: issuedAt).expiresAt
        #expect(issuedAt.hasPrefix("-") ? end.seconds < 0 : end == .latest)
    }

    @Test("names of factors are read as they are written, and others are the service's own")
    func factors() {
        let factors: [(String, FirstFactor)] = [
            ("password", .password), ("passwordSrp", .passwordSRP), ("emailOtp", .emailOTP), ("smsOtp", .smsOTP),
            ("passkey", .passkey),
        ]
        #expect(FirstFactor.shortNames == factors.map(\.0))
        for (name, factor) in factors {
            #expect(FirstFactor(shortName: name) == factor && factor.shortName == name)
        }
        for (name, method) in [("sms", MFAMethod.sms), ("totp", .totp), ("email", .email)] {
            #expect(MFAMethod(shortName: name) == method && method.shortName == name)
        }
        #expect(MFAMethod(shortName: "NEW_MFA").shortName == "NEW_MFA")
        #expect(FirstFactor(shortName: "NEW_FACTOR").rawValue == "NEW_FACTOR")
    }

    private func challenge(_ name: String, issuedAt: String = "10") throws -> SignInChallenge {
        let text = """
            {"version":2,"name":"\(name)","username":"alice","parameters":{},"issuedAt":\(issuedAt),"availableFactors":[],
             "clientID":"client","devicePolicy":{"ignore":{}},"isAppBeingSetUp":false}
            """
        return try JSONDecoder().decode(SignInChallenge.self, from: Data(text.utf8))
    }
}
