import CognitoClient
import CognitoWire
import Foundation
import HTTPTransport
import Testing

@Suite("Waits before retries") struct RetryWaitTests {
    @Test("are to the microsecond those of the rules of 2026, with seeded randomness", arguments: RetryWaitRow.all)
    func row(_ row: RetryWaitRow) async throws {
        var random = SplitMix64(state: row.seed)
        let fractions = row.turns.map { _ in random.nextFraction() }
        let bench = try Bench(try row.turns.map { try $0.turn }, fractions: fractions) {
            $0.retry.maximumAttempts = row.attempts
            $0.retry.totalTimeout = .seconds(row.timeout)
        }
        var succeeds = true
        do {
            _ = try await bench.client.call(named: row.operation, json: [])
        } catch {
            succeeds = false
        }
        #expect(bench.surroundings.waits.map { Int((($0 / .microseconds(1))).rounded()) } == row.waits)
        #expect(bench.transport.requests.count == row.requests)
        #expect(succeeds == row.succeeds)
    }

    @Test("the table has thirty rows, and they reach every rule")
    func tableIsWhole() {
        let rows = RetryWaitRow.all
        #expect(rows.count == 30)
        #expect(rows.contains { $0.waits.count >= 6 }, "waits that grow up to the longest")
        #expect(rows.contains { $0.waits.count < 2 && !$0.succeeds && $0.operation == "RespondToAuthChallenge" })
        #expect(rows.contains { $0.timeout == 3 && !$0.succeeds }, "a deadline")
        let turns = rows.flatMap { $0.turns.prefix($0.requests) }
        for code in ["LimitExceededException", "TooManyRequestsException", "RequestTimeout", "SlowDown"] {
            #expect(turns.contains { $0.code == code }, "\(code)")
        }
        for status in [429, 500, 502, 503, 504] { #expect(turns.contains { $0.status == status }, "\(status)") }
        #expect(turns.contains { $0.retryAfter == 60000 })
        #expect(Set(turns.compactMap(\.failure)).count == 3)
    }
}

/// One row of `Golden/retry_waits.json`, which `Golden/make_retry_waits.py` works out apart from the client.
struct RetryWaitRow: Decodable, CustomTestStringConvertible, Sendable {
    struct Turn: Decodable, Sendable {
        let status: Int
        let code: String?
        let retryAfter: Int?
        let failure: String?

        var turn: ScriptedTransport.Turn {
            get throws {
                if let failure {
                    let codes: [String: TransportError.Code] = [
                        "couldNotConnect": .couldNotConnect, "connectionLost": .connectionLost, "timedOut": .timedOut,
                    ]
                    return .failure(try #require(codes[failure]), reached: failure != "couldNotConnect")
                }
                var headers: [String: String] = [:]
                headers["x-amzn-errortype"] = code
                headers["x-amz-retry-after"] = retryAfter.map { "\($0)" }
                return .answer(status, headers: headers)
            }
        }
    }

    let seed: UInt64
    let operation: String
    let attempts: Int
    /// In seconds.
    let timeout: Int
    let turns: [Turn]
    /// In microseconds.
    let waits: [Int]
    let requests: Int
    let succeeds: Bool

    var testDescription: String { "seed \(seed): \(operation), \(requests) of \(attempts) attempts" }

    static let all: [RetryWaitRow] = {
        guard let url = Bundle.module.url(forResource: "retry_waits", withExtension: "json", subdirectory: "Golden"),
            let data = try? Data(contentsOf: url),
            let rows = try? JSONDecoder().decode([RetryWaitRow].self, from: data)
        else { return [] }
        return rows
    }()
}

/// Steele, Lea and Flood's generator: the same numbers from the same seed in any language.
private struct SplitMix64 {
    var state: UInt64

    /// From 0 up to, but not including, 1, in steps of 2⁻⁵³.
    mutating func nextFraction() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53 as UInt64)
    }
}
