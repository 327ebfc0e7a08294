import CognitoWire
import LocalPool
import Testing

@Suite("One's own account") struct AccountTests {
    private static let newPassword = "N3w-Password"
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a password is changed by who knows it")
    func changePassword() async throws {
        try await under.makeUser()
        let token = try #require(try await under.tokens().accessToken)
        await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
            try await change(from: "Passw0rd?", to: Self.newPassword, token)
        }
        await expectRefusal("InvalidPasswordException") {
            try await change(from: PoolUnderTest.password, to: "weak", token)
        }
        try await change(from: PoolUnderTest.password, to: Self.newPassword, token)
        #expect(try await under.signInWithSRP(password: Self.newPassword).authenticationResult != nil)
        await expectRefusal("NotAuthorizedException") { try await under.signInWithSRP() }
    }

    @Test("a password that was had of late is refused, as far back as the pool looks")
    func history() async throws {
        try await under.makeUser()
        try await under.configure { $0.policies = .init(passwordPolicy: .init(passwordHistorySize: 2)) }
        let token = try #require(try await under.tokens().accessToken)
        let (first, second, third) = (PoolUnderTest.password, Self.newPassword, "Th1rd-Password")
        let repeated = "PasswordHistoryPolicyViolationException"
        await expectRefusal(repeated) { try await change(from: first, to: first, token) }
        try await change(from: first, to: second, token)
        await expectRefusal(repeated) { try await change(from: second, to: first, token) }
        try await change(from: second, to: third, token)
        try await change(from: third, to: first, token)
    }

    @Test("wrong previous passwords count towards the lock")
    func lock() async throws {
        try await under.makeUser()
        let token = try #require(try await under.tokens().accessToken)
        for _ in 0..<5 {
            await expectRefusal("NotAuthorizedException") {
                try await change(from: "Passw0rd?", to: Self.newPassword, token)
            }
        }
        await expectRefusal("NotAuthorizedException", "Password attempts exceeded") {
            try await change(from: PoolUnderTest.password, to: Self.newPassword, token)
        }
    }

    @Test("administrators confirm, see and delete users")
    func administration() async throws {
        let sub = try await under.signUp().userSub
        let request = AdminConfirmSignUpRequest(userPoolID: PoolUnderTest.poolID, username: "alice")
        try await under.call(AdminConfirmSignUp.self, request)
        await expectRefusal("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED") {
            try await under.call(AdminConfirmSignUp.self, request)
        }
        let profile = try await under.adminProfile(of: sub)
        #expect(profile.username.value == "alice" && profile.userStatus == .confirmed && profile.enabled == true)
        #expect(profile.userCreateDate == under.clock.now)
        #expect(try await under.signInWithSRP().authenticationResult != nil)
        try await under.call(
            AdminDeleteUser.self,
            AdminDeleteUserRequest(userPoolID: PoolUnderTest.poolID, username: Sensitive(sub))
        )
        await expectRefusal("UserNotFoundException") { try await under.adminProfile(of: "alice") }
    }

    @Test("an administrator's password is temporary unless it is said to be permanent")
    func temporaryPassword() async throws {
        try await under.makeUser()
        try await under.setPassword(Self.newPassword, permanent: false)
        #expect(try await under.signInWithSRP(password: Self.newPassword).challengeName == .newPasswordRequired)
        await expectRefusal("InvalidPasswordException") { try await under.setPassword("weak") }
    }

    @Test("an invitation goes where it was asked to go, or nowhere")
    func invitations() async throws {
        let addresses = ["email": "bob@example.com", "phone_number": "+15555550100"]
        try await under.createUser(attributes: addresses) { $0.desiredDeliveryMediums = [.email] }
        let message = try await under.pool.nextCode(for: "bob")
        #expect(message?.kind == .invitation && message?.medium == .email)
        try await under.createUser("carol") { $0.messageAction = .suppress }
        #expect(try await under.pool.nextCode(for: "carol") == nil)
    }

    private func change(from previous: String, to proposed: String, _ token: Sensitive<String>) async throws {
        try await under.call(
            ChangePassword.self,
            ChangePasswordRequest(
                accessToken: token,
                proposedPassword: Sensitive(proposed),
                previousPassword: Sensitive(previous)
            )
        )
    }
}
