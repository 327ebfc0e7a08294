import CognitoWire
import HTTPTypes
import LocalPool
import Synchronization
import Testing

@Suite("Chaos rules") struct ChaosTests {
    @Test("an error is answered instead of performing the operation that the rule names, and no other")
    func error() async throws {
        let under = try PoolUnderTest()
        try under.pool.setChaosRules([ChaosRule(operation: "SignUp", error: "CodeDeliveryFailureException")])
        await expectRefusal("CodeDeliveryFailureException") { try await under.signUp() }
        await expectRefusal("NotAuthorizedException") { try await under.signInWithPassword() }
        try under.pool.setChaosRules([])
        try await under.signUp()
    }

    @Test(
        "throttling is a 400, a failure of the service is a 500",
        arguments: ["TooManyRequestsException", "InternalErrorException"]
    )
    func status(_ code: String) async throws {
        let under = try PoolUnderTest()
        try under.pool.setChaosRules([ChaosRule(error: code)])
        let answer = await under.pool.respond(
            to: LocalPoolRequest(
                method: .post,
                path: "/",
                headers: [
                    .contentType: WireCoder.contentType, try #require(.init("X-Amz-Target")): ListUserPools.target,
                ],
                body: Array(#"{"MaxResults":1}"#.utf8)
            )
        )
        #expect(answer.status.code == (code == "InternalErrorException" ? 500 : 400))
        #expect(answer.headers[try #require(.init("x-amzn-ErrorType"))] == "\(code):")
    }

    @Test("a rate is drawn from the pool's randomness")
    func rate() async throws {
        func outcomes(seed: UInt64, rate: Double) async throws -> [Bool] {
            let under = try PoolUnderTest(seed: seed)
            try under.pool.setChaosRules([ChaosRule(rate: rate, error: "TooManyRequestsException")])
            return await (0..<200).asyncMap { _ in
                (try? await under.call(ListUserPools.self, ListUserPoolsRequest(maxResults: 1))) == nil
            }
        }
        let half = try await outcomes(seed: 1, rate: 0.5)
        #expect((60...140).contains(half.count { $0 }))
        #expect(try await outcomes(seed: 1, rate: 0.5) == half)
        #expect(try await outcomes(seed: 2, rate: 0.5) != half)
        #expect(try await outcomes(seed: 1, rate: 0).allSatisfy { !$0 })
        #expect(try await outcomes(seed: 1, rate: 1).allSatisfy { $0 })
    }

    @Test("latencies add up, and come before an error")
    func latency() async throws {
        let waits = Mutex<[Duration]>([])
        let under = try PoolUnderTest { $0.sleep = { wait in waits.withLock { $0.append(wait) } } }
        try under.pool.setChaosRules([
            ChaosRule(latency: .milliseconds(250)),
            ChaosRule(operation: "SignUp", error: "LimitExceededException", latency: .seconds(1)),
        ])
        await expectRefusal("LimitExceededException") { try await under.signUp() }
        try await under.call(ListUserPools.self, ListUserPoolsRequest(maxResults: 1))
        #expect(waits.withLock { $0 } == [.milliseconds(1250), .milliseconds(250)])
    }

    @Test("a lost message is in no inbox, but its code is good")
    func lostMessage() async throws {
        let delivered = Mutex(0)
        let under = try PoolUnderTest {
            $0.fixedCode = "424242"
            $0.deliver = { _ in delivered.withLock { $0 += 1 } }
        }
        try under.pool.setChaosRules([ChaosRule(operation: "SignUp", dropsMessages: true)])
        let answer = try await under.signUp()
        #expect(answer.codeDeliveryDetails != nil)
        #expect(try await under.pool.nextCode(for: "alice") == nil)
        #expect(try await under.pool.messages().messages.isEmpty)
        #expect(delivered.withLock { $0 } == 0)
        try await under.confirmSignUp(code: "424242")
    }

    @Test(
        "rules that make no sense are refused, and those before stay",
        arguments: [
            ChaosRule(operation: "SignIn", error: "TooManyRequestsException"),
            ChaosRule(operation: "", error: "TooManyRequestsException"),
            ChaosRule(operation: "/oauth2/none", error: "invalid_grant"), ChaosRule(error: "invalid_grant"),
            ChaosRule(operation: "/oauth2/token", error: "UsernameExistsException"),
            ChaosRule(error: "NoSuchException"), ChaosRule(operation: "ListUsers", error: "CodeMismatchException"),
            ChaosRule(rate: -0.1, error: "TooManyRequestsException"),
            ChaosRule(rate: 1.1, error: "TooManyRequestsException"),
            ChaosRule(rate: .nan, error: "TooManyRequestsException"),
            ChaosRule(rate: .infinity, error: "TooManyRequestsException"),
            ChaosRule(latency: .seconds(61)), ChaosRule(latency: .seconds(-1)), ChaosRule(),
        ]
    )
    func nonsense(_ rule: ChaosRule) throws {
        let under = try PoolUnderTest()
        let good = ChaosRule(operation: "SignUp", rate: 0.25, error: "UsernameExistsException", latency: .seconds(60))
        try under.pool.setChaosRules([good])
        let error = #expect(throws: LocalPoolError.self) { try under.pool.setChaosRules([good, rule]) }
        #expect(error?.code == .invalidConfiguration)
        #expect(under.pool.chaosRules == [good])
    }

    @Test(
        "an OAuth endpoint goes wrong in OAuth's words",
        arguments: [
            ("/oauth2/token", "invalid_grant", 400, "invalid_grant"),
            ("/oauth2/token", "server_error", 500, "server_error"),
            ("/oauth2/token", "TooManyRequestsException", 429, "temporarily_unavailable"),
            ("*", "InternalErrorException", 500, "server_error"),
            ("/oauth2/revoke", "invalid_client", 400, "invalid_request"),
        ]
    )
    func endpoint(_ operation: String, _ error: String, _ status: Int, _ code: String) async throws {
        let under = try PoolUnderTest()
        try under.pool.setChaosRules([ChaosRule(operation: operation, error: error)])
        let answer = try await under.ask(.token)
        #expect(answer.status == status)
        #expect(answer.members["error"]?.string == code)
    }

    @Test("a page goes wrong too, and its messages get lost")
    func page() async throws {
        let under = try PoolUnderTest()
        let query = try under.parameters(try await under.makeApplication())
        try under.pool.setChaosRules([ChaosRule(operation: "/login", dropsMessages: true)])
        let fields = ["username": "alice", "password": PoolUnderTest.password, "attribute.email": "alice@example.com"]
        guard case .show(let page) = try await under.submit("signUp", fields, to: query) else {
            Issue.record("no page")
            return
        }
        #expect(page.kind == .confirmation)
        #expect(try await under.pool.messages().messages.isEmpty)
        try under.pool.setChaosRules([ChaosRule(operation: "/oauth2/authorize", error: "server_error")])
        let step = await under.pool.authorize(AuthorizationRequest(query), poolID: PoolUnderTest.poolID, cookie: nil)
        guard case .refused(let refusal) = step else {
            Issue.record("not refused: \(step)")
            return
        }
        #expect(refusal.code == .serverError)
    }

    @Test("there are at most 100 rules")
    func number() throws {
        let under = try PoolUnderTest()
        let rule = ChaosRule(dropsMessages: true)
        try under.pool.setChaosRules(Array(repeating: rule, count: 100))
        #expect(throws: LocalPoolError.self) { try under.pool.setChaosRules(Array(repeating: rule, count: 101)) }
    }
}
