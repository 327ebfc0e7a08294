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

    @Test("every one of the model's 141 operations has a category, or is listed as one that has none")
    func categories() {
        let names = WireOperations.all.filter { $0.service == .userPools }.map(\.name)
        let listed = names.filter { QuotaCategory.category(ofOperation: $0) != nil }
        let unlisted = names.filter { QuotaCategory.operationsWithoutCategory.contains($0) }
        #expect(names.count == 141)
        #expect(listed.count == 110)
        #expect(Set(unlisted) == QuotaCategory.operationsWithoutCategory, "no name that the model does not have")
        #expect(Set(listed).isDisjoint(with: unlisted))
        #expect(Set(listed).union(unlisted) == Set(names))
        #expect(QuotaCategory.category(ofOperation: "NoSuchOperation") == nil)
    }

    @Test(
        "the categories are the quota pages'",
        arguments: [
            ("InitiateAuth", QuotaCategory.userAuthentication, 120), ("SignUp", .userCreation, 50),
            ("GetTokensFromRefreshToken", .userAuthentication, 120), ("RevokeToken", .userToken, 120),
            ("RespondToAuthChallenge", .challengeAnswers, 360), ("ForgotPassword", .userAccountRecovery, 30),
            ("GetUser", .userRead, 120), ("AdminAddUserToGroup", .userUpdate, 25), ("ListUsers", .userList, 30),
            ("AdminListGroupsForUser", .userResourceRead, 50), ("VerifySoftwareToken", .userResourceUpdate, 25),
            ("ListUserPools", .userPoolRead, 15), ("CreateUserPool", .userPoolUpdate, 15),
            ("ListGroups", .userPoolResourceRead, 20), ("CreateGroup", .userPoolResourceUpdate, 15),
            ("DescribeUserPoolClient", .userPoolClientRead, 15), ("UpdateUserPoolClient", .userPoolClientUpdate, 15),
            ("GetClientToken", .clientAuthentication, 150), ("GetProvisionedLimit", .limitManagement, 1),
        ]
    )
    func rates(operation: String, category: QuotaCategory, requestsPerSecond: Int) {
        #expect(QuotaCategory.category(ofOperation: operation) == category)
        #expect(RequestBudget.serviceQuotas.requestsPerSecond(of: category) == requestsPerSecond)
        #expect(RequestBudget.serviceQuotas.setting(category, to: -5).requestsPerSecond(of: category) == 1)
        #expect(RequestBudget.unlimited.requestsPerSecond(of: category) == nil)
    }

    @Test("refreshes take from the same bucket as sign-ins")
    func refreshes() async throws {
        let bench = try Bench(Array(repeating: .answer(200), count: 3)) {
            $0.budget = .unlimited.setting(.userAuthentication, to: 2)
        }
        for name in ["InitiateAuth", "GetTokensFromRefreshToken", "InitiateAuth"] {
            _ = try await bench.client.call(named: name, json: [])
        }
        #expect(bench.surroundings.waits == [.seconds(0.5)])
    }

    @Test("an operation without a category is not paced")
    func uncategorised() async throws {
        let bench = try Bench(Array(repeating: .answer(200), count: 60), credentials: Bench.credentials)
        for _ in 0..<60 { _ = try await bench.client.call(named: "ListTerms", json: []) }
        #expect(bench.surroundings.waits.isEmpty)
    }

    @Test("a wait that would leave no time for the request is refused at once")
    func waitOfAllTheTime() async throws {
        let bench = try Bench(Array(repeating: .answer(200), count: 3)) {
            $0.budget = .unlimited.setting(.userRead, to: 2)
        }
        for _ in 0..<2 { _ = try await bench.client.call(named: "GetUser", json: []) }
        let error = await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(
                named: "GetUser",
                json: [],
                options: CallOptions(timeout: .milliseconds(500))
            )
        }
        #expect(error?.code == .budgetExhausted)
        #expect(bench.transport.requests.count == 2)
        #expect(bench.surroundings.waits.isEmpty)
    }
}
