import CognitoClient
import CognitoWire
import Testing

@Suite("Request budget") struct BudgetTests {
    @Test("one second's worth goes at once, the next ones in step with the quota")
    func pacing() async throws {
        let bench = try Bench(Array(repeating: .answer(200), count: 18), credentials: Bench.credentials)
        for _ in 0..<15 { _ = try await bench.client.call(named: "ListUserPools", json: []) }
        #expect(bench.surroundings.waits.isEmpty)
        for _ in 0..<3 { _ = try await bench.client.call(named: "ListUserPools", json: []) }
        #expect(bench.surroundings.waits == Array(repeating: .seconds(1.0 / 15), count: 3))
    }

    @Test("the bucket fills again, and never beyond one second's worth")
    func refilling() async throws {
        let bench = try Bench(Array(repeating: .answer(200), count: 40), credentials: Bench.credentials)
        for _ in 0..<15 { _ = try await bench.client.call(named: "ListUserPools", json: []) }
        bench.surroundings.advance(.seconds(3600))
        for _ in 0..<15 { _ = try await bench.client.call(named: "ListUserPools", json: []) }
        #expect(bench.surroundings.waits.isEmpty)
        _ = try await bench.client.call(named: "ListUserPools", json: [])
        #expect(bench.surroundings.waits.count == 1)
    }

    @Test("categories do not share a bucket")
    func separateBuckets() async throws {
        let bench = try Bench(Array(repeating: .answer(200), count: 30), credentials: Bench.credentials)
        for _ in 0..<15 { _ = try await bench.client.call(named: "ListUserPools", json: []) }
        for _ in 0..<15 { _ = try await bench.client.call(named: "CreateUserPool", json: []) }
        #expect(bench.surroundings.waits.isEmpty)
    }

    @Test("identity pools have no budget, even where their operations share a name")
    func identityPools() async throws {
        let bench = try Bench(Array(repeating: .answer(200), count: 40), credentials: Bench.credentials)
        for _ in 0..<40 { _ = try await bench.client.call(named: "TagResource", in: .identityPools, json: []) }
        #expect(bench.surroundings.waits.isEmpty)
    }

    @Test("an address of one's own has no budget unless it is set")
    func customEndpoint() async throws {
        let turns: [ScriptedTransport.Turn] = Array(repeating: .answer(200), count: 40)
        let free = try Bench(turns, endpoint: "http://127.0.0.1:1", credentials: Bench.credentials)
        for _ in 0..<40 { _ = try await free.client.call(named: "ListUserPools", json: []) }
        #expect(free.surroundings.waits.isEmpty)
        let limited = try Bench(turns, endpoint: "http://127.0.0.1:1", credentials: Bench.credentials) {
            $0.budget = .unlimited.setting(.userPoolRead, to: 2)
        }
        for _ in 0..<3 { _ = try await limited.client.call(named: "ListUserPools", json: []) }
        #expect(limited.surroundings.waits == [.seconds(0.5)])
    }

    @Test("a call that cannot wait long enough is refused, takes no place and sends nothing")
    func exhausted() async throws {
        let bench = try Bench(Array(repeating: .answer(200), count: 20), credentials: Bench.credentials)
        for _ in 0..<15 { _ = try await bench.client.call(named: "ListUserPools", json: []) }
        let error = await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(
                named: "ListUserPools",
                json: [],
                options: CallOptions(timeout: .milliseconds(50))
            )
        }
        #expect(error?.code == .budgetExhausted)
        #expect(error?.remedy == .wait)
        #expect(bench.transport.requests.count == 15)
        _ = try await bench.client.call(named: "ListUserPools", json: [])
        #expect(bench.surroundings.waits == [.seconds(1.0 / 15)])
    }

    @Test("a cancelled wait gives its place back")
    func cancelledWait() async throws {
        let bench = try Bench(Array(repeating: .answer(200), count: 20), credentials: Bench.credentials) {
            $0.budget = .unlimited.setting(.userPoolRead, to: 1)
        }
        _ = try await bench.client.call(named: "ListUserPools", json: [])
        bench.surroundings.cancelWaits()
        for _ in 0..<3 {
            let error = await #expect(throws: CognitoClientError.self) {
                try await bench.client.call(named: "ListUserPools", json: [])
            }
            #expect(error?.code == .cancelled)
        }
        #expect(bench.surroundings.waits == Array(repeating: .seconds(1), count: 3))
    }

    @Test("all 107 listed operations are the model's")
    func categories() {
        let listed = WireOperations.all.filter { $0.service == .userPools }
            .filter { QuotaCategory.category(ofOperation: $0.name) != nil }
        #expect(listed.count == 107)
        #expect(QuotaCategory.category(ofOperation: "RespondToAuthChallenge") == .challengeAnswers)
        #expect(QuotaCategory.category(ofOperation: "NoSuchOperation") == nil)
        #expect(RequestBudget.serviceQuotas.requestsPerSecond(of: .userCreation) == 50)
        #expect(RequestBudget.serviceQuotas.setting(.userCreation, to: -5).requestsPerSecond(of: .userCreation) == 1)
        #expect(RequestBudget.unlimited.requestsPerSecond(of: .userCreation) == nil)
    }
}
