import ByteCoding
import CognitoWire
import LocalPool
import Synchronization
import Testing

/// A trigger that keeps what it is sent and answers what it is told to.
final class RecordingTrigger: TriggerHandler {
    private let seen = Mutex<[JSONObject]>([])
    private let body: @Sendable (JSONObject) async throws -> JSONObject

    init(_ body: @escaping @Sendable (JSONObject) async throws -> JSONObject = { $0.responding() }) {
        self.body = body
    }

    var events: [JSONObject] { seen.withLock { $0 } }

    func answer(_ event: JSONObject) async throws -> JSONObject {
        seen.withLock { $0.append(event) }
        return try await body(event)
    }
}

extension TriggerFailure {
    static let no = TriggerFailure(.refused, "not today")
}

@Suite("Triggers") struct TriggerTests {
    private static func under(
        _ kind: TriggerKind,
        _ handler: any TriggerHandler,
        _ change: (inout LocalPoolConfiguration) -> Void = { _ in }
    ) throws -> PoolUnderTest {
        try PoolUnderTest {
            $0.triggers = [kind: handler]
            change(&$0)
        }
    }

    @Test("an event has the service's form")
    func form() async throws {
        let trigger = RecordingTrigger()
        let under = try Self.under(.preSignUp, trigger)
        try await under.call(
            SignUp.self,
            SignUpRequest(
                clientID: Sensitive(PoolUnderTest.clientID),
                username: "alice",
                clientMetadata: ["shop": "north"],
                password: Sensitive(PoolUnderTest.password),
                userAttributes: [AttributeType(name: "email", value: "alice@example.com")],
                validationData: [AttributeType(name: "captcha", value: "right")]
            )
        )
        #expect(
            trigger.events.map(\.text) == [
                #"{"version":"1","triggerSource":"PreSignUp_SignUp","region":"local","userPoolId":"local_AbCdEfGhI","#
                    + #""userName":"alice","callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown","#
                    + #""clientId":"0123456789abcdefghijklmnop"},"request":{"userAttributes":"#
                    + #"{"email":"alice@example.com"},"validationData":{"captcha":"right"},"#
                    + #""clientMetadata":{"shop":"north"}},"response":{"autoConfirmUser":false,"#
                    + #""autoVerifyEmail":false,"autoVerifyPhone":false}}"#
            ]
        )
    }

    @Test("PreSignUp confirms and verifies, and PostConfirmation finds the user confirmed")
    func autoConfirm() async throws {
        let told = RecordingTrigger()
        let under = try Self.under(
            .preSignUp,
            ClosureTrigger { $0.responding(["autoConfirmUser": .bool(true), "autoVerifyEmail": .bool(true)]) }
        ) { $0.triggers[.postConfirmation] = told }
        #expect(try await under.signUp().userConfirmed == true)
        #expect(try await under.pool.nextCode(for: "alice") == nil)
        #expect(try await under.adminProfile(of: "alice").userStatus == .confirmed)
        let attributes = told.events.first?["request"]?.object?["userAttributes"]?.object
        #expect(attributes?["cognito:user_status"]?.string == "CONFIRMED")
        #expect(attributes?["email_verified"]?.string == "true")
        #expect(told.events.first?["triggerSource"]?.string == "PostConfirmation_ConfirmSignUp")
        _ = try await under.tokens()
    }

    @Test("PreSignUp that refuses leaves no user")
    func refusedSignUp() async throws {
        let under = try Self.under(.preSignUp, ClosureTrigger { _ in throw TriggerFailure.no })
        await expectRefusal("UserLambdaValidationException", "PreSignUp failed with error not today.") {
            try await under.signUp()
        }
        await expectRefusal("UserNotFoundException") { try await under.adminProfile(of: "alice") }
        await expectRefusal("UserLambdaValidationException") { try await under.createUser() }
        await expectRefusal("UserNotFoundException") { try await under.adminProfile(of: "bob") }
    }

    @Test("PreSignUp that verifies an address that there is not is refused")
    func verifiedNothing() async throws {
        let under = try Self.under(
            .preSignUp,
            ClosureTrigger { $0.responding(["autoVerifyPhone": .bool(true)]) }
        )
        await expectRefusal("InvalidLambdaResponseException") { try await under.signUp() }
    }

    @Test("PreSignUp is asked about users that administrators make, and not heeded")
    func adminCreate() async throws {
        let trigger = RecordingTrigger { $0.responding(["autoConfirmUser": .bool(true)]) }
        let under = try Self.under(.preSignUp, trigger)
        #expect(try await under.createUser().userStatus == .forceChangePassword)
        let event = try #require(trigger.events.first)
        #expect(event["triggerSource"]?.string == "PreSignUp_AdminCreateUser")
        #expect(event["callerContext"]?.object?["clientId"]?.string == "CLIENT_ID_NOT_APPLICABLE")
        #expect(event["request"]?.object?["validationData"]?.isNull == true)
    }

    @Test("PostConfirmation that refuses is heard, and the user stays confirmed")
    func refusedConfirmation() async throws {
        let under = try Self.under(.postConfirmation, ClosureTrigger { _ in throw TriggerFailure.no })
        try await under.signUp()
        await expectRefusal("UserLambdaValidationException", "PostConfirmation failed with error not today.") {
            try await under.confirmSignUp(code: under.code())
        }
        #expect(try await under.adminProfile(of: "alice").userStatus == .confirmed)
    }

    @Test("PostConfirmation may call the pool about the user")
    func callingBack() async throws {
        let box = Mutex<PoolUnderTest?>(nil)
        let under = try Self.under(
            .postConfirmation,
            ClosureTrigger { event in
                let profile = try await box.withLock { $0 }?.adminProfile(of: "alice")
                #expect(profile?.userStatus == .confirmed)
                return event.responding()
            }
        )
        box.withLock { $0 = under }
        try await under.signUp()
        try await under.confirmSignUp(code: under.code())
        #expect(under.pool.triggerLog(poolID: PoolUnderTest.poolID).count == 1)
        box.withLock { $0 = nil }
    }

    @Test("PostConfirmation is told of a password by code")
    func passwordByCode() async throws {
        let told = RecordingTrigger()
        let under = try Self.under(.postConfirmation, told)
        try await under.makeUser()
        try await under.call(
            ForgotPassword.self,
            ForgotPasswordRequest(clientID: Sensitive(PoolUnderTest.clientID), username: "alice")
        )
        try await under.call(
            ConfirmForgotPassword.self,
            ConfirmForgotPasswordRequest(
                clientID: Sensitive(PoolUnderTest.clientID),
                confirmationCode: under.code(),
                password: "N3w-Password",
                username: "alice"
            )
        )
        #expect(
            told.events.map { $0["triggerSource"]?.string } == [
                "PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword",
            ]
        )
    }

    @Test("a trigger that does not answer in time is asked three times")
    func timeout() async throws {
        let waits = Mutex<[Duration]>([])
        let trigger = RecordingTrigger { event in
            try await Task.sleep(for: .seconds(3600))
            return event.responding()
        }
        let under = try Self.under(.preSignUp, trigger) {
            $0.sleep = { duration in waits.withLock { $0.append(duration) } }
        }
        await expectRefusal(
            "UnexpectedLambdaException",
            "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function."
        ) { try await under.signUp() }
        #expect(waits.withLock { $0 } == [.seconds(5), .seconds(5), .seconds(5)])
        #expect(under.pool.triggerLog(poolID: PoolUnderTest.poolID).map(\.attemptCount) == [3])
    }

    @Test(
        "an answer without response, or of other types, is none",
        arguments: [
            #"{}"#, #"{"response":null}"#, #"{"response":[]}"#, #"{"response":{"autoConfirmUser":"true"}}"#,
        ]
    )
    func unrecognizable(text: String) async throws {
        let answer = try #require(JSONReader().read(Array(text.utf8)).object)
        let under = try Self.under(.preSignUp, ClosureTrigger { _ in answer })
        await expectRefusal("InvalidLambdaResponseException", "Unrecognizable lambda output") {
            try await under.signUp()
        }
    }

    @Test("a trigger is set and removed while the pool lives; an unknown pool has none")
    func setting() async throws {
        let under = try PoolUnderTest()
        let trigger = RecordingTrigger()
        try await under.pool.setTrigger(trigger, for: .preSignUp, poolID: PoolUnderTest.poolID)
        try await under.signUp()
        try await under.pool.setTrigger(nil, for: .preSignUp, poolID: PoolUnderTest.poolID)
        try await under.signUp("bob")
        #expect(trigger.events.count == 1)
        let error = await #expect(throws: LocalPoolError.self) {
            try await under.pool.setTrigger(trigger, for: .preSignUp, poolID: "local_nobody")
        }
        #expect(error?.code == .unknownPool)
        #expect(under.pool.triggerLog(poolID: "local_nobody").isEmpty)
    }

    @Test("the log keeps the newest 200 events and what was told to callers")
    func log() async throws {
        let under = try Self.under(.preSignUp, ClosureTrigger { _ in throw TriggerFailure.no })
        for _ in 0..<201 { _ = try? await under.signUp() }
        let log = under.pool.triggerLog(poolID: PoolUnderTest.poolID)
        #expect(log.count == 200)
        #expect(log.first?.id == 2)
        #expect(log.last?.failure == "UserLambdaValidationException: PreSignUp failed with error not today.")
        #expect(log.last?.answer == nil)
        #expect(log.last?.sentAt == under.clock.now)
    }

    @Test("of long answers the log keeps the length")
    func longAnswer() async throws {
        let long = JSONValue.string(String(repeating: "x", count: 70_000))
        let under = try Self.under(.preSignUp, ClosureTrigger { $0.responding(["note": long]) })
        try await under.signUp()
        let answer = under.pool.triggerLog(poolID: PoolUnderTest.poolID).first?.answer
        #expect(answer?["omitted"]?.string?.hasSuffix(" bytes") == true && answer?.members.count == 1)
    }

    @Test("a pool that is gone leaves no triggers and no log")
    func deletedPool() async throws {
        let trigger = RecordingTrigger()
        let under = try Self.under(.preSignUp, trigger)
        try await under.signUp()
        try await under.call(DeleteUserPool.self, DeleteUserPoolRequest(userPoolID: PoolUnderTest.poolID))
        #expect(under.pool.triggerLog(poolID: PoolUnderTest.poolID).isEmpty)
        await #expect(throws: LocalPoolError.self) {
            try await under.pool.setTrigger(trigger, for: .preSignUp, poolID: PoolUnderTest.poolID)
        }
    }
}
