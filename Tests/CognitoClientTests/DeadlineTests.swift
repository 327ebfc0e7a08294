import ByteCoding
import CognitoClient
import HTTPTransport
import Testing

@Suite("Deadlines and cancellation") struct DeadlineTests {
    /// A source of credentials that does something before it answers.
    private struct SlowCredentials: CredentialsProvider {
        let before: @Sendable () async -> Void

        func credentials() async throws(CognitoClientError) -> Credentials {
            await before()
            do {
                return try Bench.makeCredentials()
            } catch {
                throw CognitoClientError(.invalidCredentials, "\(error)", remedy: .fixInput)
            }
        }
    }

    @Test("credentials that come when the call's time is over are not used any more, and the place is given back")
    func slowCredentials() async throws {
        let surroundings = FakeSurroundings()
        let bench = try Bench(
            [.answer(200), .answer(200)],
            credentials: SlowCredentials { surroundings.advance(.seconds(2)) },
            surroundings: surroundings
        ) {
            $0.budget = .unlimited.setting(.userPoolRead, to: 1)
        }
        let error = await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(
                named: "ListUserPools",
                json: [],
                options: CallOptions(timeout: .seconds(2))
            )
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(error?.remedy == .retry)
        #expect(bench.transport.requests.isEmpty)

        _ = try await bench.client.call(named: "ListUserPools", json: [], options: CallOptions(timeout: .seconds(3)))
        #expect(bench.transport.requests.map(\.limits.totalTimeout) == [.seconds(1)], "what the source left")
        #expect(surroundings.waits.isEmpty)
    }

    @Test("a task that is cancelled while credentials are fetched sends nothing")
    func cancelledCredentials() async throws {
        let bench = try Bench(
            [.answer(200)],
            credentials: SlowCredentials { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
        )
        let task = Task { try await bench.client.call(named: "ListUserPools", json: []) }
        let error = await #expect(throws: CognitoClientError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(error?.remedy == .giveUp)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test("a task that is cancelled while it waits before a retry ends there, and no place is taken for it")
    func cancelledRetry() async throws {
        let bench = try Bench([.answer(503), .answer(200), .answer(200)]) {
            $0.budget = .unlimited.setting(.userRead, to: 2)
        }
        bench.surroundings.cancelWaits()
        let error = await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(named: "GetUser", json: [])
        }
        #expect(error?.code == .cancelled)
        _ = try await bench.client.call(named: "GetUser", json: [])
        #expect(bench.transport.requests.count == 2, "the second place was free")
        #expect(bench.surroundings.waits == [.milliseconds(50)])
    }

    @Test("a retry that the budget has no room for reports what the attempt before it met")
    func retryWithoutRoom() async throws {
        let bench = try Bench([.answer(503), .answer(200)]) {
            $0.budget = .unlimited.setting(.userRead, to: 1)
        }
        let error = await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(
                named: "GetUser",
                json: [],
                options: CallOptions(timeout: .milliseconds(500))
            )
        }
        #expect(error?.code == .unexpectedStatus)
        #expect(error?.httpStatus == 503)
        #expect(bench.transport.requests.count == 1)
    }

    @Test("retries and their waits stay within the call's time", arguments: [1, 2, 3, 4, 6, 8, 10])
    func retriesWithinDeadline(seconds: Int) async throws {
        let bench = try Bench(Array(repeating: .answer(429), count: 10), secondsPerAttempt: 0.5) {
            $0.retry.maximumAttempts = 10
        }
        let start = bench.surroundings.now
        await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(Bench.greet, json: [], options: CallOptions(timeout: .seconds(seconds)))
        }
        // An attempt that has begun may last half a second here; the transport ends it at the deadline.
        #expect(bench.surroundings.now.duration(since: start) <= .seconds(seconds) + .milliseconds(500))
        for request in bench.transport.requests { #expect(request.limits.totalTimeout > .zero) }
        let ends = bench.transport.requests.last?.limits.totalTimeout ?? .zero
        #expect(ends <= .seconds(min(5, seconds)))
    }
}
