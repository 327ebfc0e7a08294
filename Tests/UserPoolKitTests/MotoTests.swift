import ByteCoding
import CognitoClient
import CognitoWire
import CurlTransport
import TestSupport
import Testing
import UserPoolKit

/// The flows that moto has, as a server that is not ours has them.
///
/// It takes any proof and nearly any code: this shows the form of what is sent, and the local pool shows the rest.
///
/// `MFA_SETUP` is left out: moto sends a list there where the service's model has a text. It does not know
/// `GetTokensFromRefreshToken` either, and says so with status 500, which might as well be a service in trouble.
@Suite("Against moto") struct MotoTests {
    private static let password = SecretBytes(utf8: "Passw0rd!")

    private let server: MotoServer

    init() async throws {
        server = try await onOwnThread { try MotoServer() }
    }

    private func pool(secret: Bool = false) async throws -> UserPool {
        var configuration = CognitoClientConfiguration(
            endpoints: try EndpointRules(custom: server.url, region: Region("us-east-1"))
        )
        configuration.retry.attemptTimeout = .seconds(300)
        configuration.retry.totalTimeout = .seconds(300)
        let cognito = CognitoClient(
            configuration: configuration,
            transport: try CurlTransport(),
            credentials: StaticCredentials(
                try Credentials(
                    accessKeyID: server.accessKeyID,
                    secretAccessKey: SecretBytes(utf8: server.secretAccessKey)
                )
            )
        )
        let made = try await cognito.call(CreateUserPool.self, CreateUserPoolRequest(poolName: "test")).userPool
        let id = try #require(made?.id)
        let request = CreateUserPoolClientRequest(clientName: "test", userPoolID: id, generateSecret: secret)
        let client = try await cognito.call(CreateUserPoolClient.self, request).userPoolClient
        return try UserPool(
            id: id,
            appClient: AppClient(
                id: #require(client?.clientID?.value),
                secret: client?.clientSecret.map { SecretBytes(utf8: $0.value) }
            ),
            cognito: cognito,
            refreshMethod: .classic
        )
    }

    private func signedUp(_ pool: UserPool) async throws {
        let made = try await pool.signUp(
            username: "alice",
            password: Self.password,
            attributes: ["email": "alice@example.com"]
        )
        #expect(!made.isConfirmed)
        let early = try await pool.signIn(username: "alice", password: Self.password, flow: .password)
        guard case .confirmSignUp = early else { throw UnexpectedStep(description: "\(early)") }
        try await pool.confirmSignUp(username: "alice", code: "123456")
    }

    @Test("sign-up, both ways to show a password, profile, refresh, sign-out", arguments: [false, true])
    func life(secret: Bool) async throws {
        let pool = try await pool(secret: secret)
        try await signedUp(pool)
        await expectRefusal("usernameTaken") {
            try await pool.signUp(username: "alice", password: Self.password)
        }
        let session = try await pool.signIn(username: "alice", password: Self.password).session
        let sent = try await pool.signIn(username: "alice", password: Self.password, flow: .password).session
        #expect(sent.subject == session.subject)
        await expectRefusal("invalidCredentials") {
            try await pool.signIn(username: "alice", password: SecretBytes(utf8: "Wr0ng-one!"), flow: .password)
        }
        let profile = try await pool.profile(accessToken: session.accessToken)
        #expect(profile.attributes["email"] == "alice@example.com")
        _ = try await pool.updateAttributes(["nickname": "Al"], accessToken: session.accessToken)
        #expect(try await pool.profile(accessToken: session.accessToken).attributes["nickname"] == "Al")
        let fresh = try await pool.refresh(session)
        #expect(fresh.username == "alice" && fresh.tokens.refreshToken?.value == session.tokens.refreshToken?.value)
        try await pool.signOutEverywhere(accessToken: fresh.accessToken)
        await expectRefusal("refreshTokenInvalid") { try await pool.refresh(session) }
    }

    @Test("a password is changed, forgotten and reset")
    func passwords() async throws {
        let pool = try await pool()
        try await signedUp(pool)
        let token = try await pool.signIn(username: "alice", password: Self.password).session.accessToken
        let second = SecretBytes(utf8: "Passw0rd!2")
        try await pool.changePassword(from: Self.password, to: second, accessToken: token)
        _ = try await pool.signIn(username: "alice", password: second, flow: .password).session
        await expectRefusal("passwordPolicy") {
            try await pool.changePassword(from: second, to: SecretBytes(utf8: "weak"), accessToken: token)
        }
        #expect(try await pool.forgotPassword(username: "alice")?.medium == .email)
        let third = SecretBytes(utf8: "Passw0rd!3")
        try await pool.resetPassword(username: "alice", code: "123456", to: third)
        _ = try await pool.signIn(username: "alice", password: third, flow: .password).session
    }

    @Test("a new password is asked for, and then an app's code")
    func challenges() async throws {
        let pool = try await pool()
        _ = try await pool.cognito.call(
            AdminCreateUser.self,
            AdminCreateUserRequest(
                userPoolID: pool.id,
                username: "bob",
                messageAction: .suppress,
                temporaryPassword: "T3mporary!"
            )
        )
        let first = try await pool.signIn(username: "bob", password: SecretBytes(utf8: "T3mporary!")).challenge
        guard case .newPassword = first.kind else { throw UnexpectedStep(description: "\(first.name)") }
        let session = try await pool.answer(first, with: .newPassword(Self.password)).session
        #expect(try await pool.setUpApp(accessToken: session.accessToken).challenge == nil)
        try await pool.verifyApp(code: "123456", accessToken: session.accessToken)
        let profile = try await pool.setMFA([.totp: .on(isPreferred: true)], accessToken: session.accessToken)
        #expect(profile.mfaMethods == [.totp] && profile.preferredMFAMethod == .totp)
        let asked = try await pool.signIn(username: "bob", password: Self.password).challenge
        guard case .totpCode = asked.kind else { throw UnexpectedStep(description: "\(asked.name)") }
        #expect(try await pool.answer(asked, with: .code("123456")).session.username == "bob")
    }
}
