import ByteCoding
import CognitoWire
import GRDB
import OneTimePassword
import Testing

@testable import LocalPool

/// Second factors, as users set them up.
extension PoolUnderTest {
    /// Changes the settings of the pool, whatever the operations would say to it.
    func arrange(_ change: @escaping @Sendable (inout UserPoolRecord) -> Void) async throws {
        try await pool.call { call in
            var pool = try call.pool(Self.poolID)
            change(&pool)
            try pool.update(call.db)
        }
    }

    /// Has the pool ask for second factors so, by text message, app and e-mail.
    func askForFactors(_ mfa: UserPoolMfaType) async throws {
        try await arrange { pool in
            pool.details.mfaConfiguration = mfa
            pool.factors = PoolFactors(usesSMS: true, usesSoftwareToken: true, email: EmailMfaConfigType())
        }
    }

    /// The code that an authenticator app shows, now or some steps of half a minute later.
    func appCode(_ secret: Sensitive<String>?, steps: Int64 = 0) throws -> String {
        let time = clock.now.adding(.seconds(30 * steps))
        return try TOTP(OneTimePasswordSecret(base32: #require(secret).value)).code(at: time)
    }

    func associate(_ accessToken: Sensitive<String>?) async throws -> Sensitive<String> {
        let request = AssociateSoftwareTokenRequest(accessToken: accessToken)
        return try #require(try await call(AssociateSoftwareToken.self, request).secretCode)
    }

    @discardableResult
    func verifyApp(_ code: String, _ accessToken: Sensitive<String>?) async throws -> VerifySoftwareTokenResponse {
        try await call(
            VerifySoftwareToken.self,
            VerifySoftwareTokenRequest(
                userCode: Sensitive(code),
                accessToken: accessToken,
                friendlyDeviceName: "telephone"
            )
        )
    }

    func setPreference(
        _ accessToken: Sensitive<String>?,
        _ change: (inout SetUserMFAPreferenceRequest) -> Void
    ) async throws {
        var request = SetUserMFAPreferenceRequest(accessToken: try #require(accessToken))
        change(&request)
        try await call(SetUserMFAPreference.self, request)
    }

    /// A user `alice` with an authenticator app that is on; the clock stands after the step of the set-up.
    func makeUserWithApp() async throws -> Sensitive<String> {
        try await makeUser(attributes: ["email": "alice@example.com", "phone_number": "+15555550100"])
        let token = try await tokens().accessToken
        let secret = try await associate(token)
        try await verifyApp(appCode(secret), token)
        try await setPreference(token) { $0.softwareTokenMFASettings = .init(enabled: true) }
        clock.advance(by: .seconds(30))
        return secret
    }

    func answerApp(
        _ code: String,
        _ step: RespondToAuthChallengeResponse
    ) async throws -> RespondToAuthChallengeResponse {
        try await respond(
            .softwareTokenMFA,
            ["USERNAME": "alice", "SOFTWARE_TOKEN_MFA_CODE": code],
            session: step.session
        )
    }
}
