import ByteCoding
import CognitoClient
import CognitoSRP
import CognitoWire
import Foundation
import Testing
import UserPoolKit

@Suite("Sign-up and account") struct AccountTests {
    private func session(of service: ScriptedService, secret: String? = nil) async throws -> UserSession {
        let step = try await service.pool(secret: secret)
            .signIn(username: "alice", password: SecretBytes(utf8: "Passw0rd!"), flow: .password)
        guard case .signedIn(let user) = step else { throw CancellationError() }
        return user.session
    }

    @Test("a sign-up is sent whole, and its answer read")
    func signUp() async throws {
        let service = ScriptedService { _ in
            .init(
                json: """
                    {"UserConfirmed":false,"UserSub":"subject-1","CodeDeliveryDetails":{"Destination":"a***@e***",\
                    "DeliveryMedium":"EMAIL","AttributeName":"email"}}
                    """
            )
        }
        let result = try await service.pool(secret: "secret").signUp(
            username: "alice",
            password: SecretBytes(utf8: "Passw0rd!"),
            attributes: ["nickname": "al", "email": "a@example.com"],
            metadata: ["source": "test"]
        )
        #expect(result.subject == "subject-1" && !result.isConfirmed)
        #expect(result.delivery?.destination == "a***@e***" && result.delivery?.attributeName == "email")
        let call = service.calls[0]
        #expect(call.text("Username") == "alice" && call.text("Password") == "Passw0rd!")
        #expect(call.text("ClientMetadata", "source") == "test")
        #expect(call.text("SecretHash") != nil)
        guard case .array(let attributes)? = call.body["UserAttributes"] else {
            Issue.record("no attributes")
            return
        }
        #expect(attributes.count == 2)
    }

    @Test("confirm, resend, forgot and reset carry the secret hash, and nothing that was not given")
    func smallCalls() async throws {
        let service = ScriptedService { _ in .init() }
        let pool = try service.pool(secret: "secret")
        try await pool.confirmSignUp(username: "alice", code: "123456")
        #expect(try await pool.resendSignUpCode(username: "alice") == nil)
        #expect(try await pool.forgotPassword(username: "alice") == nil)
        try await pool.resetPassword(username: "alice", code: "123456", to: SecretBytes(utf8: "N3w-Passw0rd!"))
        let hash = try SecretHash.make(
            username: "alice",
            clientID: "1example23456789",
            clientSecret: SecretBytes(utf8: "secret")
        )
        let names = ["ConfirmSignUp", "ResendConfirmationCode", "ForgotPassword", "ConfirmForgotPassword"]
        #expect(service.calls.map(\.operation) == names)
        for call in service.calls {
            #expect(call.text("SecretHash") == hash && call.body["ClientMetadata"] == nil)
        }
        #expect(service.calls[0].body["ForceAliasCreation"] == nil)
    }

    @Test("the profile, a new password, and the sign-out go with the access token")
    func signedIn() async throws {
        let service = ScriptedService { call in
            call.operation == "GetUser"
                ? .init(
                    json: """
                        {"Username":"alice","UserAttributes":[{"Name":"sub","Value":"s"},{"Name":"email","Value":"a@e"}],\
                        "UserMFASettingList":["SMS_MFA"],"PreferredMfaSetting":"SMS_MFA"}
                        """
                ) : .init()
        }
        let pool = try service.pool()
        let token: Sensitive<String> = "access"
        let profile = try await pool.profile(accessToken: token)
        #expect(profile.username == "alice" && profile.attributes == ["sub": "s", "email": "a@e"])
        #expect(profile.mfaMethods == [.sms] && profile.preferredMFAMethod == .sms)
        try await pool.changePassword(from: SecretBytes(utf8: "old"), to: SecretBytes(utf8: "new"), accessToken: token)
        try await pool.signOutEverywhere(accessToken: token)
        #expect(service.calls.map(\.operation) == ["GetUser", "ChangePassword", "GlobalSignOut"])
        #expect(service.calls.allSatisfy { $0.text("AccessToken") == "access" })
        #expect(
            service.calls[1].text("PreviousPassword") == "old" && service.calls[1].text("ProposedPassword") == "new"
        )
    }

    @Test(
        "a refresh keeps the old refresh token where no new one comes, and takes the new one where it does",
        arguments: [
            nil, "refresh-2",
        ]
    )
    func refresh(rotated: String?) async throws {
        let service = ScriptedService { call in
            call.operation == "InitiateAuth" ? FakeTokens.result() : FakeTokens.result(refreshToken: rotated)
        }
        let session = try await session(of: service, secret: "secret")
        let fresh = try await service.pool(secret: "secret").refresh(session)
        #expect(fresh.tokens.refreshToken?.value == rotated ?? "refresh-1")
        let call = service.calls[1]
        #expect(call.operation == "GetTokensFromRefreshToken" && call.text("RefreshToken") == "refresh-1")
        #expect(call.text("ClientSecret") == "secret")
    }

    @Test("where the endpoint does not know rotation, the older flow is used, with the canonical name in the hash")
    func fallback() async throws {
        let service = ScriptedService { call in
            call.operation == "InitiateAuth"
                ? FakeTokens.result() : FakeTokens.error("UnknownOperationException", "no such operation")
        }
        let session = try await session(of: service, secret: "secret")
        _ = try await service.pool(secret: "secret").refresh(session)
        #expect(service.calls.map(\.operation) == ["InitiateAuth", "GetTokensFromRefreshToken", "InitiateAuth"])
        let call = service.calls[2]
        #expect(call.text("AuthFlow") == "REFRESH_TOKEN_AUTH")
        #expect(
            try call.text("AuthParameters", "SECRET_HASH")
                == SecretHash.make(
                    username: "alice",
                    clientID: "1example23456789",
                    clientSecret: SecretBytes(utf8: "secret")
                )
        )
    }

    @Test("a refused refresh is final: no other flow is tried")
    func refused() async throws {
        let service = ScriptedService { call in
            call.operation == "InitiateAuth"
                ? FakeTokens.result() : FakeTokens.error("NotAuthorizedException", "Refresh Token has been revoked")
        }
        let session = try await session(of: service)
        let error = await #expect(throws: UserPoolError.self) { try await service.pool().refresh(session) }
        #expect(error?.remedy == .signInAgain && service.calls.count == 2)
    }

    @Test("tokens survive being kept")
    func codable() async throws {
        let service = ScriptedService { _ in FakeTokens.result() }
        let session = try await session(of: service)
        let kept = try JSONDecoder().decode(UserSession.self, from: JSONEncoder().encode(session))
        #expect(kept.accessToken.value == session.accessToken.value && kept.username == "alice")
        #expect(kept.tokens.accessTokenExpiresAt == session.tokens.accessTokenExpiresAt)
    }

    @Test("without a refresh token there is nothing to refresh with")
    func noRefreshToken() async throws {
        let service = ScriptedService { _ in FakeTokens.result(refreshToken: nil) }
        let session = try await session(of: service)
        let error = await #expect(throws: UserPoolError.self) { try await service.pool().refresh(session) }
        #expect(error?.code == .noRefreshToken && service.calls.count == 1)
    }
}
