import ByteCoding
import CognitoWire
import Testing

@testable import LocalPool

extension OneTimeRule {
    private static let refused = "NotAuthorizedException"
    private static let wrong = "Incorrect username or password."
    private static let locked = "Password attempts exceeded"

    static let codes = [
        OneTimeRule("a sign-up code works once, even for who is made unconfirmed again") { under in
            try await under.signUp()
            let code = try await under.code()
            try await under.confirmSignUp(code: code)
            try await under.pool.call { call in
                var user = try call.user("alice", in: call.pool(PoolUnderTest.poolID))
                user.status = .unconfirmed
                try call.setAttributes([:], of: &user)
            }
            await expectRefusal("ExpiredCodeException") { try await under.confirmSignUp(code: code) }
        },
        OneTimeRule("a sign-up code takes five wrong answers") { under in
            try await under.signUp()
            let code = try await under.code()
            for _ in 0..<5 {
                await expectRefusal("CodeMismatchException") { try await under.confirmSignUp(code: "x") }
            }
            await expectRefusal("LimitExceededException") { try await under.confirmSignUp(code: code) }
        },
        OneTimeRule("a sign-up code ends after a day") { under in
            try await under.signUp()
            under.clock.advance(by: .seconds(86_400))
            await expectRefusal("ExpiredCodeException") { try await under.confirmSignUp(code: under.code()) }
        },
        OneTimeRule("a recovery code works once") { under in
            let code = try await recoveryCode(under)
            try await under.recover(code)
            await expectRefusal("ExpiredCodeException") { try await under.recover(code) }
        },
        OneTimeRule("a recovery code takes five wrong answers") { under in
            let code = try await recoveryCode(under)
            for _ in 0..<5 { await expectRefusal("CodeMismatchException") { try await under.recover("x") } }
            await expectRefusal("LimitExceededException") { try await under.recover(code) }
        },
        OneTimeRule("a recovery code ends after an hour") { under in
            let code = try await recoveryCode(under)
            under.clock.advance(by: .seconds(3600))
            await expectRefusal("ExpiredCodeException") { try await under.recover(code) }
        },
        OneTimeRule("a recovery code is not spent by a password that does not do") { under in
            let code = try await recoveryCode(under)
            await expectRefusal("InvalidPasswordException") { try await under.recover(code, password: "weak") }
            try await under.recover(code)
        },
        OneTimeRule("a second code takes the place of the first") { under in
            let first = try await recoveryCode(under)
            try await under.forgetPassword()
            let second = try await under.code()
            #expect(first != second)
            await expectRefusal("CodeMismatchException") { try await under.recover(first) }
            try await under.recover(second)
        },
        OneTimeRule("a code that verifies an address works once, for a day, and takes five wrong answers") { under in
            try await under.makeUser()
            let token = try await under.tokens().accessToken
            try await under.askForCode("email", token)
            let code = try await under.code()
            try await under.verify("email", code, token)
            await expectRefusal("ExpiredCodeException") { try await under.verify("email", code, token) }
            try await under.askForCode("email", token)
            for _ in 0..<5 {
                await expectRefusal("CodeMismatchException") { try await under.verify("email", "x", token) }
            }
            await expectRefusal("LimitExceededException") { try await under.verify("email", under.code(), token) }
            try await under.askForCode("email", token)
            under.clock.advance(by: .seconds(86_400))
            let later = try await under.tokens().accessToken
            await expectRefusal("ExpiredCodeException") { try await under.verify("email", under.code(), later) }
        },
        OneTimeRule("a code serves the purpose that it was sent for alone") { under in
            let code = try await recoveryCode(under)
            let token = try await under.tokens().accessToken
            await expectRefusal("ExpiredCodeException") { try await under.verify("email", code, token) }
        },
        OneTimeRule("five codes an hour are sent for one purpose") { under in
            try await under.makeUser()
            for _ in 0..<5 { try await under.forgetPassword() }
            await expectRefusal("LimitExceededException") { try await under.forgetPassword() }
            under.clock.advance(by: .seconds(3600))
            try await under.forgetPassword()
        },
        OneTimeRule("a temporary password ends after the days of the policy") { under in
            try await under.createUser { $0.temporaryPassword = "T3mporary!" }
            under.clock.advance(by: .seconds(7 * 86_400))
            await expectRefusal(
                refused,
                "Temporary password has expired and must be reset by an administrator."
            ) { try await under.signInWithPassword("bob", password: "T3mporary!") }
        },
    ]

    static let locks = [
        OneTimeRule("five wrong passwords lock, in clear and in proofs alike") { under in
            try await under.makeUser()
            try await fail(3, under)
            for _ in 0..<2 { await expectRefusal(refused, wrong) { try await under.signInWithSRP(password: "x") } }
            await expectRefusal(refused, locked) { try await under.signInWithPassword() }
            await expectRefusal(refused, locked) { try await under.signInWithSRP() }
        },
        OneTimeRule("a lock doubles with each further failure") { under in
            try await under.makeUser()
            try await fail(5, under)
            for seconds in [1, 2, 4, 8] {
                under.clock.advance(by: .milliseconds(seconds * 1000 - 1))
                await expectRefusal(refused, locked) { try await under.signInWithPassword() }
                under.clock.advance(by: .milliseconds(1))
                try await fail(1, under)
            }
        },
        OneTimeRule("what is tried during a lock does not count") { under in
            try await under.makeUser()
            try await fail(5, under)
            for _ in 0..<9 {
                await expectRefusal(refused, locked) { try await under.signInWithPassword(password: "wrong") }
            }
            under.clock.advance(by: .seconds(1))
            #expect(try await under.signInWithPassword().authenticationResult != nil)
        },
        OneTimeRule("a right password forgets the wrong ones") { under in
            try await under.makeUser()
            for _ in 0..<3 {
                try await fail(4, under)
                #expect(try await under.signInWithPassword().authenticationResult != nil)
            }
        },
        OneTimeRule("fifteen quiet minutes forget the wrong ones") { under in
            try await under.makeUser()
            try await fail(4, under)
            under.clock.advance(by: .seconds(900))
            try await fail(4, under)
            #expect(try await under.signInWithPassword().authenticationResult != nil)
        },
        OneTimeRule("a lock is of one name, whether anybody has it or not") { under in
            try await under.makeUser()
            for _ in 0..<5 {
                await expectRefusal(refused, wrong) { try await under.signInWithPassword("nobody") }
            }
            await expectRefusal(refused, locked) { try await under.signInWithPassword("nobody") }
            #expect(try await under.signInWithPassword().authenticationResult != nil)
        },
        OneTimeRule("a wrong password of who changes it counts") { under in
            try await under.makeUser()
            let token = try #require(try await under.tokens().accessToken)
            let change = { (previous: Sensitive<String>) in
                try await under.call(
                    ChangePassword.self,
                    .init(accessToken: token, proposedPassword: "N3w-Password", previousPassword: previous)
                )
            }
            for _ in 0..<5 { await expectRefusal(refused, wrong) { try await change("wrong") } }
            await expectRefusal(refused, locked) { try await change("Passw0rd!") }
            await expectRefusal(refused, locked) { try await under.signInWithPassword() }
        },
        OneTimeRule("a recovered password opens the lock") { under in
            try await under.makeUser()
            try await fail(5, under)
            try await under.forgetPassword()
            try await under.recover(under.code())
            #expect(try await under.signInWithPassword(password: "N3w-Password").authenticationResult != nil)
        },
    ]

    static let tokens = [
        OneTimeRule("a rotated refresh token works once, but for the grace; reuse ends the sign-in") { under in
            let client = try await rotating(under, grace: 10)
            let first = try #require(try await under.signIn(at: client).refreshToken)
            let second = try #require(try await under.rotate(first, client).refreshToken)
            under.clock.advance(by: .seconds(9))
            _ = try await under.rotate(first, client)
            under.clock.advance(by: .seconds(1))
            await expectRefusal("RefreshTokenReuseException") { try await under.rotate(first, client) }
            await expectRefusal(refused) { try await under.rotate(second, client) }
        },
        OneTimeRule("a refresh token without rotation works again and again, until it ends") { under in
            try await under.makeUser()
            let token = try #require(try await under.tokens().refreshToken)
            for _ in 0..<2 { #expect(try await under.refresh(token).authenticationResult != nil) }
            under.clock.advance(by: .seconds(30 * 86_400))
            await expectRefusal(refused, "Refresh Token has expired") { try await under.refresh(token) }
        },
        OneTimeRule("a rotated refresh token ends when the first would have") { under in
            let client = try await rotating(under, grace: 0)
            let first = try #require(try await under.signIn(at: client).refreshToken)
            under.clock.advance(by: .seconds(29 * 86_400))
            let second = try #require(try await under.rotate(first, client).refreshToken)
            under.clock.advance(by: .seconds(86_400))
            await expectRefusal(refused) { try await under.rotate(second, client) }
        },
        OneTimeRule("a revoked refresh token takes its access tokens along") { under in
            try await under.makeUser()
            let tokens = try await under.tokens()
            let refreshToken = try #require(tokens.refreshToken)
            try await under.call(
                RevokeToken.self,
                .init(clientID: Sensitive(PoolUnderTest.clientID), token: refreshToken)
            )
            await expectRefusal(refused) { try await under.refresh(refreshToken) }
            await expectRefusal(refused, "Access Token has been revoked") {
                try await under.profile(tokens.accessToken)
            }
        },
        OneTimeRule("an access token ends at the second that it names") { under in
            try await under.makeUser()
            let token = try await under.tokens().accessToken
            under.clock.advance(by: .seconds(3599))
            _ = try await under.profile(token)
            under.clock.advance(by: .seconds(1))
            await expectRefusal(refused, "Access Token has expired") { try await under.profile(token) }
        },
    ]

    private static func recoveryCode(_ under: PoolUnderTest) async throws -> String {
        try await under.makeUser()
        try await under.forgetPassword()
        return try await under.code()
    }

    private static func fail(_ count: Int, _ under: PoolUnderTest) async throws {
        for _ in 0..<count {
            await expectRefusal(refused, wrong) { try await under.signInWithPassword(password: "wrong") }
        }
    }

    private static func rotating(_ under: PoolUnderTest, grace: Int) async throws -> String {
        try await under.makeUser()
        let client = try await under.makeClient {
            $0.explicitAuthFlows = [.allowUserPasswordAuth]
            $0.refreshTokenRotation = .init(feature: .enabled, retryGracePeriodSeconds: grace)
        }
        return try #require(client.clientID?.value)
    }
}

extension PoolUnderTest {
    func forgetPassword() async throws {
        try await call(ForgotPassword.self, .init(clientID: Sensitive(Self.clientID), username: "alice"))
    }

    func recover(_ code: String, password: String = "N3w-Password") async throws {
        try await call(
            ConfirmForgotPassword.self,
            .init(
                clientID: Sensitive(Self.clientID),
                confirmationCode: code,
                password: Sensitive(password),
                username: "alice"
            )
        )
    }

    fileprivate func signIn(at client: String) async throws -> AuthenticationResultType {
        let sent = ["USERNAME": "alice", "PASSWORD": Self.password]
        return try #require(try await initiate(.userPasswordAuth, sent, clientID: client).authenticationResult)
    }

    fileprivate func rotate(_ token: Sensitive<String>, _ client: String) async throws -> AuthenticationResultType {
        let request = GetTokensFromRefreshTokenRequest(clientID: Sensitive(client), refreshToken: token)
        return try #require(try await call(GetTokensFromRefreshToken.self, request).authenticationResult)
    }

    fileprivate func refresh(_ token: Sensitive<String>) async throws -> InitiateAuthResponse {
        try await initiate(.refreshTokenAuth, ["REFRESH_TOKEN": token.value])
    }
}
