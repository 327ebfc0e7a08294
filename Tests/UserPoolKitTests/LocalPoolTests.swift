import ByteCoding
import CognitoClient
import CognitoWire
import Foundation
import LocalPool
import Testing
import UserPoolKit

/// The kit against a pool that checks everything, in one process and without a socket.
@Suite("Against the local pool") struct LocalPoolTests {
    /// A local pool and the kit's view of it.
    private struct Pair {
        let local: LocalPool
        let pool: UserPool

        func code(for username: String) async throws -> String {
            try #require(try await local.nextCode(for: username)?.code)
        }

        func signUp(_ username: String, _ password: String) async throws {
            _ = try await pool.signUp(
                username: username,
                password: SecretBytes(utf8: password),
                attributes: ["email": "\(username)@example.com"]
            )
            try await pool.confirmSignUp(username: username, code: code(for: username))
        }

        func signIn(_ username: String, _ password: String, flow: SignInFlow = .srp) async throws -> UserSession {
            let step = try await pool.signIn(username: username, password: SecretBytes(utf8: password), flow: flow)
            guard case .signedIn(let user) = step else { throw CancellationError() }
            return user.session
        }
    }

    private func pair(secret: String? = nil, refresh: RefreshMethod = .automatic) async throws -> Pair {
        var configuration = LocalPoolConfiguration()
        configuration.clientSecret = secret.map { SecretBytes(utf8: $0) }
        let local = try LocalPool(configuration: configuration)
        let home = try await local.home()
        let client = CognitoClient(
            configuration: CognitoClientConfiguration(
                endpoints: try EndpointRules(custom: "http://127.0.0.1:9229", region: Region("local"))
            ),
            transport: LocalPoolTransport(local)
        )
        let pool = try UserPool(
            id: home.poolID,
            appClient: AppClient(id: try #require(home.clientID), secret: home.clientSecret),
            cognito: client,
            refreshMethod: refresh
        )
        return Pair(local: local, pool: pool)
    }

    @Test("sign up, confirm, sign in with SRP, read the profile", arguments: [nil, "abcdefghijklmnopqrstuvwxyz"])
    func signUpAndIn(secret: String?) async throws {
        let pair = try await pair(secret: secret)
        let result = try await pair.pool.signUp(
            username: "alice",
            password: SecretBytes(utf8: "Passw0rd!"),
            attributes: ["email": "alice@example.com"]
        )
        #expect(!result.isConfirmed && result.delivery?.medium == .email)
        let early = try await pair.pool.signIn(username: "alice", password: SecretBytes(utf8: "Passw0rd!"))
        guard case .confirmSignUp = early else {
            Issue.record("signed in before the sign-up was confirmed: \(early)")
            return
        }
        try await pair.pool.confirmSignUp(username: "alice", code: pair.code(for: "alice"))
        let tokens = try await pair.signIn("alice", "Passw0rd!")
        #expect(tokens.username == "alice" && tokens.subject == result.subject)
        let profile = try await pair.pool.profile(accessToken: tokens.accessToken)
        #expect(profile.attributes["email"] == "alice@example.com" && profile.attributes["sub"] == result.subject)
        #expect(try await pair.signIn("alice", "Passw0rd!", flow: .password).subject == result.subject)
    }

    @Test("the code of a sign-up is sent again; a confirmed user is sent none")
    func resend() async throws {
        let pair = try await pair()
        _ = try await pair.pool.signUp(
            username: "alice",
            password: SecretBytes(utf8: "Passw0rd!"),
            attributes: ["email": "alice@example.com"]
        )
        _ = try await pair.code(for: "alice")
        #expect(try await pair.pool.resendSignUpCode(username: "alice")?.medium == .email)
        try await pair.pool.confirmSignUp(username: "alice", code: pair.code(for: "alice"))
        let error = await #expect(throws: UserPoolError.self) {
            try await pair.pool.resendSignUpCode(username: "alice")
        }
        #expect(error?.code == .invalidParameter)
    }

    @Test("a wrong password, a wrong code and a wrong secret are refused")
    func refusals() async throws {
        let pair = try await pair(secret: "abcdefghijklmnopqrstuvwxyz")
        _ = try await pair.pool.signUp(
            username: "alice",
            password: SecretBytes(utf8: "Passw0rd!"),
            attributes: ["email": "alice@example.com"]
        )
        let sent = try await pair.code(for: "alice")
        let code = await #expect(throws: UserPoolError.self) {
            try await pair.pool.confirmSignUp(username: "alice", code: sent == "000000" ? "000001" : "000000")
        }
        #expect(code?.answer?.serviceCode == .codeMismatch)
        try await pair.signUp("bob", "Passw0rd!")
        for flow in [SignInFlow.srp, .password] {
            let error = await #expect(throws: UserPoolError.self) {
                try await pair.signIn("bob", "Wr0ng-Passw0rd!", flow: flow)
            }
            #expect(error?.answer?.serviceCode == .notAuthorized)
        }
        let strangers = try UserPool(
            id: pair.pool.id,
            appClient: AppClient(id: pair.pool.appClient.id, secret: SecretBytes(utf8: "another")),
            cognito: pair.pool.cognito
        )
        let error = await #expect(throws: UserPoolError.self) {
            try await strangers.signIn(username: "bob", password: SecretBytes(utf8: "Passw0rd!"))
        }
        #expect(error?.answer?.serviceCode == .notAuthorized)
    }

    @Test("refresh, by either method", arguments: [RefreshMethod.automatic, .rotation, .classic])
    func refresh(method: RefreshMethod) async throws {
        let pair = try await pair(secret: "abcdefghijklmnopqrstuvwxyz", refresh: method)
        try await pair.signUp("alice", "Passw0rd!")
        let tokens = try await pair.signIn("alice", "Passw0rd!")
        let fresh = try await pair.pool.refresh(tokens)
        #expect(fresh.subject == tokens.subject && fresh.accessToken.value != tokens.accessToken.value)
        #expect(fresh.tokens.refreshToken?.value == tokens.tokens.refreshToken?.value)
        _ = try await pair.pool.profile(accessToken: fresh.accessToken)
    }

    @Test("signing out everywhere ends tokens and refresh")
    func signOut() async throws {
        let pair = try await pair()
        try await pair.signUp("alice", "Passw0rd!")
        let tokens = try await pair.signIn("alice", "Passw0rd!")
        try await pair.pool.signOutEverywhere(accessToken: tokens.accessToken)
        let profile = await #expect(throws: UserPoolError.self) {
            try await pair.pool.profile(accessToken: tokens.accessToken)
        }
        #expect(profile?.answer?.serviceCode == .notAuthorized)
        let refresh = await #expect(throws: UserPoolError.self) { try await pair.pool.refresh(tokens) }
        #expect(refresh?.remedy == .signInAgain)
    }

    @Test("a password is changed, forgotten and reset")
    func passwords() async throws {
        let pair = try await pair()
        try await pair.signUp("alice", "Passw0rd!")
        let tokens = try await pair.signIn("alice", "Passw0rd!")
        try await pair.pool.changePassword(
            from: SecretBytes(utf8: "Passw0rd!"),
            to: SecretBytes(utf8: "Passw0rd!2"),
            accessToken: tokens.accessToken
        )
        _ = try await pair.signIn("alice", "Passw0rd!2")
        #expect(try await pair.pool.forgotPassword(username: "alice")?.medium == .email)
        let code = try await pair.code(for: "alice")
        try await pair.pool.resetPassword(username: "alice", code: code, to: SecretBytes(utf8: "Passw0rd!3"))
        _ = try await pair.signIn("alice", "Passw0rd!3")
        let again = await #expect(throws: UserPoolError.self) {
            try await pair.pool.resetPassword(username: "alice", code: code, to: SecretBytes(utf8: "Passw0rd!4"))
        }
        #expect(again?.answer?.serviceCode == .expiredCode)
        let weak = await #expect(throws: UserPoolError.self) {
            try await pair.pool.signUp(username: "bob", password: SecretBytes(utf8: "weak"))
        }
        #expect(weak?.answer?.serviceCode == .invalidPassword && weak?.remedy == .fixInput)
    }
}
