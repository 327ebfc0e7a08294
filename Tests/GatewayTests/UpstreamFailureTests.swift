import HTTPTransport
import HTTPTransportTesting
import HTTPTypes
import Testing

@testable import userpool_gateway

@Suite("a service that fails") struct UpstreamFailureTests {
    private static let credentials = #"{"username":"alice","password":"Correct-Horse-7"}"#

    private func answer(_ step: ScriptedTransport.Step, rules: RequestRules = RequestRules()) async throws -> Answer {
        try await GatewayBench(Array(repeating: step, count: 3), rules: rules).post("/v1/sessions", Self.credentials)
    }

    @Test("unreachable: 503 and when to try again")
    func unreachable() async throws {
        let reason = "no route to internal-host.example"
        let answer = try await answer(.fail(TransportError(.couldNotConnect, reason, mayHaveReachedServer: false)))
        #expect(answer.status == 503)
        #expect(answer("code") == "upstreamUnavailable")
        #expect(answer.headers[.retryAfter] == "1")
        #expect(answer("retryAfter") == "1")
        #expect(!answer.text.contains("internal-host"))
    }

    @Test("a bad certificate: 503")
    func certificate() async throws {
        let error = TransportError(.certificateExpired, "expired", mayHaveReachedServer: false)
        let answer = try await answer(.fail(error))
        #expect(answer("code") == "upstreamUnavailable")
    }

    @Test("no JSON: 502")
    func notJSON() async throws {
        let answer = try await answer(Upstream.text("<html>Stack trace at line 7</html>", status: 200))
        #expect(answer.status == 502)
        #expect(answer("code") == "upstreamError")
        #expect(!answer.text.contains("Stack trace"))
    }

    @Test("status 500 with and without the service's code: 502")
    func serverError() async throws {
        let named = try await answer(Upstream.error("InternalErrorException", "Secret host db-7 failed", status: 500))
        #expect(named.status == 502)
        #expect(named("cognito", "error") == "InternalErrorException")
        #expect(!named.text.contains("db-7"))
        let unnamed = try await answer(Upstream.text("<html></html>", status: 503))
        #expect(unnamed.status == 502)
        #expect(unnamed("code") == "upstreamError")
    }

    @Test("too long a body: 502")
    func oversize() async throws {
        let body = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
        let answer = try await answer(.respond(TransportResponse(status: 200, body: body)))
        #expect(answer.status == 502)
    }

    @Test("a pool or client that is not there: 500, and the log says which")
    func misconfigured() async throws {
        let bench = try GatewayBench([
            Upstream.error("ResourceNotFoundException", "User pool client x1 does not exist.")
        ])
        let answer = try await bench.post("/v1/sessions", Self.credentials)
        #expect(answer.status == 500)
        #expect(answer("code") == "misconfigured")
        #expect(!answer.text.contains("x1"))
        #expect(bench.log.lines.contains { $0.contains("x1") && $0.contains(#""level":"error""#) })
    }

    @Test("silence: 504 when the request's time is over")
    func silence() async throws {
        var rules = RequestRules()
        rules.timeout = .milliseconds(50)
        let answer = try await answer(.silence, rules: rules)
        #expect(answer.status == 504)
        #expect(answer("code") == "upstreamTimeout")
    }
}
