import CognitoClient
import CognitoWire
import Foundation
import HTTPTransport
import Testing

@Suite("Retries") struct RetryTests {
    @Test("waits, attempts and outcome are exactly these", arguments: RetryRow.all)
    func row(_ row: RetryRow) async throws {
        let bench = try Bench(row.turns, fractions: row.fractions)
        let outcome: String
        do {
            _ = try await bench.client.call(row.operation, json: [], options: row.options)
            outcome = "ok"
        } catch {
            outcome = error.serviceCode?.rawValue ?? error.code.description
        }
        #expect(bench.surroundings.waits == row.waits)
        #expect(bench.transport.requests.count == row.attempts)
        #expect(outcome == row.outcome)
    }

    @Test("the rows are thirty or more, and no two have one name")
    func rowsAreDistinct() {
        #expect(RetryRow.all.count >= 30)
        #expect(Set(RetryRow.all.map(\.testDescription)).count == RetryRow.all.count)
    }

    @Test("a service that is down empties the store of retries, and the client stops multiplying its load")
    func quotaRunsDry() async throws {
        // 500 tokens pay for 35 retries at 14 each; two retries a call.
        let bench = try Bench(Array(repeating: .answer(503), count: 100))
        for _ in 0..<20 {
            await #expect(throws: CognitoClientError.self) {
                try await bench.client.call(Bench.greet, json: [])
            }
        }
        #expect(bench.surroundings.waits.count == 35)
        #expect(bench.transport.requests.count == 55)
    }

    @Test("success after a retry gives its cost back, success at once gives one token")
    func quotaRefills() async throws {
        var turns: [ScriptedTransport.Turn] = Array(repeating: .answer(503), count: 53) // 18 calls, 35 retries
        turns += Array(repeating: .answer(200), count: 4) // 10 + 4 tokens
        turns += [.answer(503), .answer(200)] // a retry again, and its 14 tokens back
        turns += [.answer(503), .answer(503)] // which pay for one more
        let bench = try Bench(turns)
        var outcomes: [Bool] = []
        for _ in 0..<24 {
            do {
                _ = try await bench.client.call(Bench.greet, json: [])
                outcomes.append(true)
            } catch {
                outcomes.append(false)
            }
        }
        let expected = Array(repeating: false, count: 18) + Array(repeating: true, count: 5) + [false]
        #expect(outcomes == expected)
        #expect(bench.transport.requests.count == turns.count)
    }

    @Test("cancellation during a wait ends the call, and nothing more is sent")
    func cancelledWait() async throws {
        let bench = try Bench([.answer(503), .answer(200)])
        bench.surroundings.cancelWaits()
        let error = await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(Bench.greet, json: [])
        }
        #expect(error?.code == .cancelled)
        #expect(bench.transport.requests.count == 1)
    }

    @Test("a task that is cancelled already sends nothing")
    func cancelledTask() async throws {
        let bench = try Bench([.answer(200)])
        let error = await #expect(throws: CognitoClientError.self) {
            try await withThrowingTaskGroup(of: RawAnswer.self) { group in
                group.cancelAll()
                group.addTask { try await bench.client.call(Bench.greet, json: []) }
                try await group.waitForAll()
            }
        }
        #expect(error?.code == .cancelled)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test("an attempt gets five seconds, or what is left of the call's time")
    func attemptTimeouts() async throws {
        let bench = try Bench(
            [.failure(.timedOut, reached: true), .failure(.timedOut, reached: true), .answer(200)],
            fractions: [0, 0],
            secondsPerAttempt: 5.5
        )
        _ = try await bench.client.call(Bench.greet, json: [], options: CallOptions(timeout: .seconds(12)))
        let timeouts = bench.transport.requests.map(\.limits.totalTimeout)
        #expect(timeouts == [.seconds(5), .seconds(5), .seconds(1)])
    }
}
