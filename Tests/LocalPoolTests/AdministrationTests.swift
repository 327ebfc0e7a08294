import CognitoWire
import Testing

@testable import LocalPool

@Suite("What administrators do to users") struct AdministrationTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a reset password signs nobody in until a code sets another")
    func reset() async throws {
        try await under.makeUser()
        try await under.resetPassword()
        #expect(try await under.adminProfile(of: "alice").userStatus == .resetRequired)
        await expectRefusal("PasswordResetRequiredException") { try await under.signInWithSRP() }
        await expectRefusal("PasswordResetRequiredException") { try await under.signInWithPassword() }
        await expectRefusal("NotAuthorizedException") { try await under.signInWithPassword(password: "wrong") }
        try await under.call(
            ConfirmForgotPassword.self,
            .init(
                clientID: Sensitive(PoolUnderTest.clientID),
                confirmationCode: under.code(),
                password: "N3w-Password",
                username: "alice"
            )
        )
        #expect(try await under.adminProfile(of: "alice").userStatus == .confirmed)
        #expect(try await under.signInWithSRP(password: "N3w-Password").authenticationResult != nil)
    }

    @Test("a password is reset only where a code can be sent, and in a state that knows one")
    func unresettable() async throws {
        await expectRefusal("UserNotFoundException") { try await under.resetPassword() }
        try await under.signUp()
        await expectRefusal("NotAuthorizedException") { try await under.resetPassword() }
        try await under.confirmSignUp(code: under.code())
        try await under.adminUpdate(["email_verified": "false"])
        await expectRefusal("InvalidParameterException") { try await under.resetPassword() }
        #expect(try await under.adminProfile(of: "alice").userStatus == .confirmed)
        try await under.adminUpdate(["email_verified": "true"])
        try await under.disable()
        await expectRefusal("NotAuthorizedException", "User is disabled.") { try await under.resetPassword() }
        try await under.createUser()
        await expectRefusal("NotAuthorizedException") { try await under.resetPassword(of: "bob") }
    }

    @Test("who is disabled has no tokens any more, and gets no new ones until enabled again")
    func disabled() async throws {
        try await under.makeUser()
        let tokens = try await under.tokens()
        try await under.disable()
        #expect(try await under.adminProfile(of: "alice").enabled == false)
        await expectRefusal("NotAuthorizedException", "Access Token has been revoked") {
            try await under.profile(tokens.accessToken)
        }
        await expectRefusal("NotAuthorizedException") { try await refresh(tokens) }
        await expectRefusal("NotAuthorizedException", "User is disabled.") { try await under.signInWithSRP() }
        try await under.enable()
        #expect(try await under.signInWithSRP().authenticationResult != nil)
        await expectRefusal("NotAuthorizedException") { try await refresh(tokens) }
        await expectRefusal("UserNotFoundException") { try await under.disable("nobody") }
        await expectRefusal("UserNotFoundException") { try await under.enable("nobody") }
    }

    @Test("a user who is signed out everywhere signs in anew")
    func signedOut() async throws {
        try await under.makeUser()
        let tokens = try await under.tokens()
        let request = AdminUserGlobalSignOutRequest(userPoolID: PoolUnderTest.poolID, username: "alice")
        try await under.call(AdminUserGlobalSignOut.self, request)
        await expectRefusal("NotAuthorizedException", "Access Token has been revoked") {
            try await under.profile(tokens.accessToken)
        }
        await expectRefusal("NotAuthorizedException") { try await refresh(tokens) }
        #expect(try await under.signInWithSRP().authenticationResult != nil)
        await expectRefusal("UserNotFoundException") {
            try await under.call(
                AdminUserGlobalSignOut.self,
                .init(userPoolID: PoolUnderTest.poolID, username: "nobody")
            )
        }
    }

    @Test("a sign-up is confirmed without a code, once")
    func confirmed() async throws {
        try await under.signUp()
        let request = AdminConfirmSignUpRequest(userPoolID: PoolUnderTest.poolID, username: "alice")
        try await under.call(AdminConfirmSignUp.self, request)
        #expect(try await under.attributes()["email_verified"] == "false")
        #expect(try await under.signInWithSRP().authenticationResult != nil)
        await expectRefusal("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED") {
            try await under.call(AdminConfirmSignUp.self, request)
        }
    }

    private func refresh(_ tokens: AuthenticationResultType) async throws -> InitiateAuthResponse {
        try await under.initiate(.refreshTokenAuth, ["REFRESH_TOKEN": #require(tokens.refreshToken).value])
    }
}

@Suite("Sessions of a user") struct UserSessionTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("each sign-in is listed until it ends; the present one is marked")
    func listed() async throws {
        try await under.makeUser()
        let first = try await under.tokens()
        under.clock.advance(by: .seconds(10))
        let second = try await under.tokens()
        let sessions = try await sessions(second)
        #expect(sessions.map(\.isCurrentSession) == [true, false])
        #expect(sessions.allSatisfy { $0.sessionType == .token && $0.clientID?.value == PoolUnderTest.clientID })
        #expect(sessions.allSatisfy { $0.sessionID?.count == 28 && $0.sessionID?.hasPrefix("tkn") == true })
        under.clock.advance(by: .seconds(10))
        _ = try await under.initiate(.refreshTokenAuth, ["REFRESH_TOKEN": #require(first.refreshToken).value])
        #expect(try await self.sessions(second).last?.lastActiveDate == under.clock.now)
        let seen = try await under.call(
            AdminListUserSessions.self,
            .init(userPoolID: PoolUnderTest.poolID, username: "alice")
        )
        #expect(seen.sessions?.map(\.isCurrentSession) == [false, false])
        under.clock.advance(by: .seconds(30 * 86_400))
        let third = try await under.tokens()
        #expect(try await self.sessions(third).count == 1)
    }

    @Test("a session is revoked by its user from another one, or by an administrator")
    func revoked() async throws {
        try await under.makeUser()
        let first = try await under.tokens()
        let second = try await under.tokens()
        let current = try #require(try await sessions(first).first { $0.isCurrentSession == true }?.sessionID)
        let other = try #require(try await sessions(first).first { $0.isCurrentSession == false }?.sessionID)
        await expectRefusal("InvalidParameterException") { try await revoke(current, first) }
        try await revoke(other, first)
        await expectRefusal("NotAuthorizedException", "Access Token has been revoked") {
            try await under.profile(second.accessToken)
        }
        await expectRefusal("ResourceNotFoundException") { try await revoke(other, first) }
        await expectRefusal("InvalidParameterException") { try await revoke("tkn", first) }
        try await under.call(
            AdminRevokeUserSession.self,
            .init(sessionID: current, userPoolID: PoolUnderTest.poolID, username: "alice")
        )
        await expectRefusal("NotAuthorizedException") { try await under.profile(first.accessToken) }
        await expectRefusal("ResourceNotFoundException") {
            try await under.call(
                AdminRevokeUserSession.self,
                .init(sessionID: current, userPoolID: PoolUnderTest.poolID, username: "alice")
            )
        }
    }

    private func sessions(_ tokens: AuthenticationResultType) async throws -> [SessionDescriptionType] {
        let request = ListUserSessionsRequest(accessToken: try #require(tokens.accessToken))
        return try await under.call(ListUserSessions.self, request).sessions ?? []
    }

    private func revoke(_ id: String, _ tokens: AuthenticationResultType) async throws {
        try await under.call(
            RevokeUserSession.self,
            .init(accessToken: #require(tokens.accessToken), sessionID: id)
        )
    }
}

@Suite("Events of a user") struct AuthEventTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("are kept where the pool keeps them, the newest first, page by page")
    func kept() async throws {
        try await under.arrange { $0.details.userPoolAddOns = .init(advancedSecurityMode: .audit) }
        try await under.makeUser()
        await expectRefusal("NotAuthorizedException") { try await under.signInWithPassword(password: "wrong") }
        let token = try #require(try await under.tokens().accessToken)
        try await under.call(
            ChangePassword.self,
            .init(accessToken: token, proposedPassword: "N3w-Password", previousPassword: "Passw0rd!")
        )
        let events = try await events()
        #expect(events.map(\.eventType) == [.passwordChange, .signIn, .signIn, .signUp])
        #expect(events.map(\.eventResponse) == [.pass, .pass, .fail, .pass])
        #expect(events[2].challengeResponses?.first?.challengeResponse == .failure)
        let first = try await page(limit: 3, token: nil)
        let second = try await page(limit: 3, token: first.nextToken)
        #expect(first.authEvents?.count == 3 && second.nextToken == nil)
        #expect(second.authEvents?.map(\.eventID) == [events[3].eventID])
    }

    @Test("of a forgotten password are its request, a wrong code and the right one")
    func forgottenPassword() async throws {
        try await under.arrange { $0.details.userPoolAddOns = .init(advancedSecurityMode: .enforced) }
        try await under.makeUser()
        let clientID = Sensitive(PoolUnderTest.clientID)
        try await under.call(ForgotPassword.self, .init(clientID: clientID, username: "alice"))
        let code = try await under.code()
        for answer in ["x", code] {
            _ = try? await under.call(
                ConfirmForgotPassword.self,
                .init(clientID: clientID, confirmationCode: answer, password: "N3w-Password", username: "alice")
            )
        }
        #expect(try await events().map(\.eventResponse) == [.pass, .fail, .inProgress, .pass])
    }

    @Test("are asked for in vain where the pool keeps none, and of nobody")
    func notKept() async throws {
        try await under.makeUser()
        await expectRefusal("UserPoolAddOnNotEnabledException") { try await events() }
        try await under.arrange { $0.details.userPoolAddOns = .init(advancedSecurityMode: .audit) }
        #expect(try await events().isEmpty)
        await expectRefusal("UserNotFoundException") {
            try await under.call(
                AdminListUserAuthEvents.self,
                .init(userPoolID: PoolUnderTest.poolID, username: "nobody")
            )
        }
        await expectRefusal("InvalidParameterException") { try await page(limit: nil, token: "~") }
    }

    private func events() async throws -> [AuthEventType] {
        try await page(limit: nil, token: nil).authEvents ?? []
    }

    private func page(limit: Int?, token: String?) async throws -> AdminListUserAuthEventsResponse {
        try await under.call(
            AdminListUserAuthEvents.self,
            .init(userPoolID: PoolUnderTest.poolID, username: "alice", maxResults: limit, nextToken: token)
        )
    }
}
