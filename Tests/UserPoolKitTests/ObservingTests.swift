import ByteCoding
import CognitoClient
import CognitoWire
import InMemoryTracing
import Logging
import MetricsTestKit
import Testing
import Tracing
import UserPoolKit

@Suite("What the kit tells of its steps") struct ObservingTests {
    private let tracer = InMemoryTracer()
    private let metrics = TestMetrics()

    private func pool(_ service: ScriptedService) throws -> UserPool {
        let region = try Region(userPoolID: "us-east-1_AbCdEfGhI")
        var configuration = CognitoClientConfiguration(endpoints: try EndpointRules(region: region))
        configuration.observation = ClientObservation(metrics: metrics, tracer: tracer)
        return try UserPool(
            id: "us-east-1_AbCdEfGhI",
            appClient: AppClient(id: "1example23456789"),
            cognito: CognitoClient(configuration: configuration, transport: service)
        )
    }

    private var steps: [String] {
        metrics.counters.filter { $0.label == "user_pool_steps" }.map { counter in
            counter.dimensions.map { "\($0.0)=\($0.1)" }.joined(separator: " ") + ": \(counter.totalValue)"
        }.sorted()
    }

    @Test("each step is a span, the parent of its calls, and one count by outcome")
    func steps() async throws {
        let user = try SRPUser(username: "canary-user", password: "Canary-Passw0rd!")
        let service = ScriptedService { call in
            switch (call.operation, call.text("ChallengeName")) {
            case ("InitiateAuth", _): user.challenge
            case (_, "PASSWORD_VERIFIER"):
                .init(json: #"{"ChallengeName":"SMS_MFA","Session":"canary-session-0123","ChallengeParameters":{}}"#)
            case (_, _) where call.text("ChallengeResponses", "SMS_MFA_CODE") == "123456": FakeTokens.result()
            default: FakeTokens.error("CodeMismatchException", "canary-message")
            }
        }
        let pool = try pool(service)
        let password = SecretBytes(utf8: "Canary-Passw0rd!")
        let challenge = try await pool.signIn(username: "canary-user", password: password).challenge
        await expectRefusal("codeMismatch") { try await pool.answer(challenge, with: .code("000000")) }
        _ = try await pool.answer(challenge, with: .code("123456")).session

        let spans = tracer.finishedSpans
        let signIn = try #require(spans.first { $0.operationName == "UserPool.signIn" })
        let calls = spans.filter { $0.parentSpanID == signIn.spanID }.map(\.operationName)
        #expect(calls == ["InitiateAuth", "RespondToAuthChallenge"])
        #expect(spans.filter { $0.operationName == "UserPool.answer" }.count == 2)
        #expect(spans.count == 7)
        #expect(
            steps == [
                "step=answer outcome=codeMismatch: 1", "step=answer outcome=signedIn: 1",
                "step=signIn outcome=SMS_MFA: 1",
            ]
        )
        var told = steps.joined()
        for span in spans {
            told += span.operationName
            // swift-format-ignore: ReplaceForEachWithForLoop
            span.attributes.forEach { key, value in told += "\(key) \(value)" }
        }
        #expect(!told.lowercased().contains("canary"))
    }
}
