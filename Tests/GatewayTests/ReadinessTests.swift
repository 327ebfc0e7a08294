import CognitoJWT
import HTTPTransport
import Synchronization
import Testing

@testable import userpool_gateway

@Suite("/readyz") struct ReadinessTests {
    private func status(of bench: TokenBench) async throws -> (Int, String?) {
        let answer = Mutex<Answer?>(nil)
        try await bench.bench.test { caller in
            let given = try await caller.get("/readyz")
            answer.withLock { $0 = given }
        }
        let given = try #require(answer.withLock { $0 })
        return (given.status, given("status"))
    }

    @Test("ready once the keys are there, and no more once the signal to stop has come")
    func ready() async throws {
        let bench = try await TokenBench()
        let before = try await status(of: bench)
        #expect(before == (503, "noKeys"))
        try await KeyLoading(checker: bench.bench.gateway.checker, logger: bench.bench.gateway.logger).run()
        let loaded = try await status(of: bench)
        #expect(loaded == (200, "ready"))
        bench.bench.gateway.readiness.startDraining()
        let stopping = try await status(of: bench)
        #expect(stopping == (503, "draining"))
    }

    @Test("keys that cannot be had are tried for again; the log says so each time")
    func retry() async throws {
        let pauses = Mutex(0)
        let bench = try await TokenBench { transport in Flaky(transport) { pauses.withLock { $0 < 2 } } }
        let checker = bench.bench.gateway.checker
        var loading = KeyLoading(checker: checker, logger: bench.bench.gateway.logger)
        loading.pause = {
            pauses.withLock { $0 += 1 }
            bench.clock.advance(by: .seconds(10))
        }
        try await loading.run()
        #expect(checker.hasKeys)
        #expect(bench.bench.log.lines.filter { $0.contains("refuses tokens until the keys are there") }.count == 2)
    }

    @Test("an issuer that nobody configured for a pool of one's own: a warning, and nothing is fetched")
    func noIssuer() async throws {
        let bench = try await TokenBench()
        let other = try GatewayBench(pool: bench.pool, clock: { Upstream.now })
        try await KeyLoading(checker: other.gateway.checker, logger: other.gateway.logger).run()
        #expect(other.log.lines.contains { $0.contains("warning") && $0.contains("pool.issuer") })
        #expect(!other.gateway.checker.hasKeys)
        #expect(throws: Never.self) { try other.gateway.checker.checkIssuers() }
    }
}

/// Fails as long as it is told to.
private struct Flaky: HTTPTransport {
    let transport: any HTTPTransport
    let fails: @Sendable () -> Bool

    init(_ transport: any HTTPTransport, fails: @escaping @Sendable () -> Bool) {
        self.transport = transport
        self.fails = fails
    }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        if fails() { throw TransportError(.couldNotConnect, "nobody there", mayHaveReachedServer: false) }
        return try await transport.send(request)
    }
}
