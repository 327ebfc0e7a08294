import CognitoWire
import LocalPool
import Testing

/// What administrators do to arrange tests.
extension PoolUnderTest {
    func makeClient(
        _ change: (inout CreateUserPoolClientRequest) -> Void = { _ in }
    ) async throws
        -> UserPoolClientType
    {
        var request = CreateUserPoolClientRequest(clientName: "test", userPoolID: Self.poolID)
        request.explicitAuthFlows = [.allowUserSRPAuth, .allowUserPasswordAuth, .allowRefreshTokenAuth]
        change(&request)
        return try #require(try await call(CreateUserPoolClient.self, request).userPoolClient)
    }

    func setPassword(_ password: String, of username: String = "alice", permanent: Bool = true) async throws {
        try await call(
            AdminSetUserPassword.self,
            AdminSetUserPasswordRequest(
                password: Sensitive(password),
                userPoolID: Self.poolID,
                username: Sensitive(username),
                permanent: permanent
            )
        )
    }

    @discardableResult
    func createUser(
        _ username: String = "bob",
        attributes: [String: String] = ["email": "bob@example.com"],
        _ change: (inout AdminCreateUserRequest) -> Void = { _ in }
    ) async throws -> UserType {
        var request = AdminCreateUserRequest(userPoolID: Self.poolID, username: Sensitive(username))
        request.userAttributes = attributes.map { AttributeType(name: $0.key, value: Sensitive($0.value)) }
        change(&request)
        return try #require(try await call(AdminCreateUser.self, request).user)
    }

    func adminProfile(of username: String) async throws -> AdminGetUserResponse {
        try await call(
            AdminGetUser.self,
            AdminGetUserRequest(userPoolID: Self.poolID, username: Sensitive(username))
        )
    }

    /// A user whose sign-in asks for a code by text message.
    func makeUserWithSMSFactor() async throws {
        try await makeUser(attributes: ["email": "alice@example.com", "phone_number": "+15555550100"])
        try await call(
            SetUserMFAPreference.self,
            SetUserMFAPreferenceRequest(
                accessToken: #require(tokens().accessToken),
                smsMFASettings: SMSMfaSettingsType(enabled: true, preferredMFA: true)
            )
        )
    }
}

extension PoolUnderTest {
    /// A user with a temporary password, before the challenge for a new one.
    func createUserStep() async throws -> RespondToAuthChallengeResponse {
        try await createUser { $0.temporaryPassword = "T3mporary!" }
        return try await signInWithSRP("bob", password: "T3mporary!")
    }
}
