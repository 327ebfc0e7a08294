import ByteCoding
import CognitoWire
import LocalPool
import Testing

@Suite("Codes") struct CodeTests {
    private static let mismatch = "Invalid verification code provided, please try again."
    private static let expired = "Invalid code provided, please request a code again."
    private static let newPassword = "N3w-Password"
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a wrong code does not confirm, and the right one still does")
    func wrongCode() async throws {
        try await under.signUp()
        let code = try await under.code()
        await expectRefusal("CodeMismatchException", Self.mismatch) { try await under.confirmSignUp(code: "x") }
        try await under.confirmSignUp(code: code)
        await expectRefusal("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED") {
            try await under.confirmSignUp(code: code)
        }
    }

    @Test("after five wrong answers the code is dead, and another one lives")
    func tooManyAnswers() async throws {
        try await under.signUp()
        let code = try await under.code()
        for _ in 0..<5 {
            await expectRefusal("CodeMismatchException") { try await under.confirmSignUp(code: "x") }
        }
        await expectRefusal("LimitExceededException") { try await under.confirmSignUp(code: code) }
        try await resend()
        try await under.confirmSignUp(code: under.code())
    }

    @Test("a sign-up code lives for a day", arguments: [86_399, 86_400])
    func signUpCodeExpires(seconds: Int) async throws {
        try await under.signUp()
        let code = try await under.code()
        under.clock.advance(by: .seconds(seconds))
        if seconds < 86_400 {
            try await under.confirmSignUp(code: code)
        } else {
            await expectRefusal("ExpiredCodeException", Self.expired) { try await under.confirmSignUp(code: code) }
        }
    }

    @Test("a second code takes the place of the first")
    func resentCode() async throws {
        try await under.signUp()
        let first = try await under.code()
        #expect(try await resend().codeDeliveryDetails?.destination == "a***@e***")
        let second = try await under.code()
        #expect(first != second)
        await expectRefusal("CodeMismatchException") { try await under.confirmSignUp(code: first) }
        try await under.confirmSignUp(code: second)
        await expectRefusal("InvalidParameterException", "User is already confirmed.") { try await resend() }
    }

    @Test("a forgotten password is replaced with a code, which works once")
    func forgottenPassword() async throws {
        try await under.makeUser()
        let delivery = try await forgot().codeDeliveryDetails
        #expect(delivery?.destination == "a***@e***" && delivery?.attributeName == "email")
        let code = try await under.code()
        await expectRefusal("InvalidPasswordException") { try await reset(code, password: "weak") }
        await expectRefusal("CodeMismatchException", Self.mismatch) { try await reset("x") }
        try await reset(code)
        await expectRefusal("ExpiredCodeException", Self.expired) { try await reset(code) }
        #expect(try await under.signInWithSRP(password: Self.newPassword).authenticationResult != nil)
        await expectRefusal("NotAuthorizedException") { try await under.signInWithSRP() }
    }

    @Test("a recovery code lives for an hour")
    func recoveryCodeExpires() async throws {
        try await under.makeUser()
        try await forgot()
        let code = try await under.code()
        under.clock.advance(by: .seconds(3600))
        await expectRefusal("ExpiredCodeException", Self.expired) { try await reset(code) }
    }

    @Test("the sixth request within an hour is refused, an hour later it is not")
    func tooManyRequests() async throws {
        try await under.makeUser()
        for _ in 0..<5 { try await forgot() }
        await expectRefusal("LimitExceededException", "Attempt limit exceeded, please try after some time.") {
            try await forgot()
        }
        under.clock.advance(by: .seconds(3600))
        try await forgot()
    }

    @Test("without a verified address there is nowhere to send a recovery code to")
    func unverifiedAddress() async throws {
        try await under.signUp()
        _ = try await under.code()
        try await forgot()
        #expect(try await under.pool.nextCode(for: "alice") == nil)
    }

    @Test("a name that nobody has gets an answer that tells nothing, and always the same")
    func hiddenUser() async throws {
        let first = try await forgot("nobody").codeDeliveryDetails?.destination
        #expect(first?.wholeMatch(of: #/[a-z]\*\*\*@[a-z]\*\*\*/#) != nil)
        #expect(try await forgot("nobody").codeDeliveryDetails?.destination == first)
        await expectRefusal("CodeMismatchException") { try await reset("123456", of: "nobody") }
        await expectRefusal("ExpiredCodeException", Self.expired) {
            try await under.confirmSignUp("nobody", code: "123456")
        }
        #expect(try await under.pool.nextCode(for: "nobody") == nil)
    }

    @Test("a code is handed out once, to whoever names user, sub or address")
    func handedOutOnce() async throws {
        let sub = try await under.signUp().userSub
        #expect(try await under.pool.nextCode(for: "bob@example.com") == nil)
        let message = try #require(try await under.pool.nextCode(for: sub, poolID: PoolUnderTest.poolID))
        #expect(message.kind == .signUp && message.destination == "alice@example.com")
        #expect(message.body.hasSuffix(try #require(message.code)))
        #expect(message.deliveredAt == under.clock.now)
        #expect(try await under.pool.nextCode(for: "alice@example.com") == nil)
    }

    @Test("of several codes the newest is handed out, and the older ones no more")
    func newestCode() async throws {
        try await under.signUp()
        try await resend()
        try await under.confirmSignUp(code: under.code())
        #expect(try await under.pool.nextCode(for: "alice") == nil)
    }

    @Test("who waits for a code gets it when it comes")
    func waiting() async throws {
        let pool = under.pool
        async let code = pool.nextCode(for: "alice", waitingAtMost: .seconds(60))
        try await under.signUp()
        #expect(try await code?.kind == .signUp)
    }

    @Test("a wait ends without a code when none comes")
    func waitingInVain() async throws {
        #expect(try await under.pool.nextCode(for: "alice", waitingAtMost: .milliseconds(1)) == nil)
    }

    @Test("a pool that is not there has no codes")
    func unknownPool() async throws {
        let error = await #expect(throws: LocalPoolError.self) {
            try await under.pool.nextCode(for: "alice", poolID: "local_None")
        }
        #expect(error?.code == .unknownPool)
    }

    @Test("codes are six digits, or the one that is fixed")
    func codeForm() async throws {
        try await under.signUp()
        #expect(try await under.code().wholeMatch(of: #/[0-9]{6}/#) != nil)
        let fixed = try PoolUnderTest { $0.fixedCode = "123456" }
        try await fixed.signUp()
        #expect(try await fixed.code() == "123456")
    }

    @Test("messages are announced to the sink, and show no code when they are printed")
    func sink() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: DeliveredMessage.self)
        let under = try PoolUnderTest { $0.deliver = { continuation.yield($0) } }
        try await under.signUp()
        continuation.finish()
        let messages = await stream.reduce(into: []) { $0.append($1) }
        #expect(messages.map(\.kind) == [.signUp])
        let code = try #require(messages.first?.code)
        #expect(!"\(messages) \(String(reflecting: messages))".contains(code))
    }

    @Test("a user without an address gets no code")
    func noAddress() async throws {
        #expect(try await under.signUp(attributes: [:]).codeDeliveryDetails == nil)
        await expectRefusal("InvalidParameterException") { try await resend() }
    }

    @discardableResult
    private func resend() async throws -> ResendConfirmationCodeResponse {
        try await under.call(
            ResendConfirmationCode.self,
            ResendConfirmationCodeRequest(clientID: Sensitive(PoolUnderTest.clientID), username: "alice")
        )
    }

    @discardableResult
    private func forgot(_ username: String = "alice") async throws -> ForgotPasswordResponse {
        try await under.call(
            ForgotPassword.self,
            ForgotPasswordRequest(clientID: Sensitive(PoolUnderTest.clientID), username: Sensitive(username))
        )
    }

    private func reset(_ code: String, of username: String = "alice", password: String = newPassword) async throws {
        try await under.call(
            ConfirmForgotPassword.self,
            ConfirmForgotPasswordRequest(
                clientID: Sensitive(PoolUnderTest.clientID),
                confirmationCode: code,
                password: Sensitive(password),
                username: Sensitive(username)
            )
        )
    }
}
