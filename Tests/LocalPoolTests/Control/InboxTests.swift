import CognitoWire
import LocalPool
import Testing

@Suite("The inbox") struct InboxTests {
    @Test("messages are found by receiver, kind and pool")
    func filters() async throws {
        let under = try PoolUnderTest()
        try await under.signUp()
        try await under.signUp("bob", attributes: ["email": "bob@example.com"])
        try await under.createUser("carol", attributes: ["email": "carol@example.com", "email_verified": "true"])
        func names(_ filter: InboxFilter) async throws -> [String] {
            try await under.pool.messages(matching: filter).messages.map(\.username)
        }
        #expect(try await names(InboxFilter()) == ["alice", "bob", "carol"])
        #expect(try await names(InboxFilter(receiver: "bob@example.com")) == ["bob"])
        #expect(try await names(InboxFilter(receiver: "alice")) == ["alice"])
        #expect(try await names(InboxFilter(kind: .invitation)) == ["carol"])
        #expect(try await names(InboxFilter(poolID: PoolUnderTest.poolID, receiver: "bob", kind: .signUp)) == ["bob"])
        #expect(try await names(InboxFilter(receiver: "bob", kind: .invitation)).isEmpty)
        let error = await #expect(throws: LocalPoolError.self) { try await names(InboxFilter(poolID: "local_Unknown")) }
        #expect(error?.code == .unknownPool)
    }

    @Test("a cursor leads to what came after, whether it matched or not")
    func cursor() async throws {
        let under = try PoolUnderTest()
        try await under.signUp()
        let first = try await under.pool.messages(matching: InboxFilter(receiver: "nobody"))
        #expect(first.messages.isEmpty)
        try await under.signUp("bob", attributes: ["email": "bob@example.com"])
        let second = try await under.pool.messages(after: first.cursor)
        #expect(second.messages.map(\.username) == ["bob"])
        #expect(try await under.pool.messages(after: second.cursor).messages.isEmpty)
        #expect(try await under.pool.messages(after: .max).messages.isEmpty)
    }

    @Test("who waits has the message that matches as soon as it is sent", .timeLimit(.minutes(5)))
    func waiting() async throws {
        let under = try PoolUnderTest()
        async let waiting = under.pool.messages(matching: InboxFilter(receiver: "bob"), waitingAtMost: .seconds(60))
        try await under.signUp()
        try await under.signUp("bob", attributes: ["email": "bob@example.com"])
        #expect(try await waiting.messages.map(\.username) == ["bob"])
        #expect(try await under.pool.messages(after: 2, waitingAtMost: .milliseconds(1)).messages.isEmpty)
    }

    @Test("deleted messages are gone, their codes are good")
    func delete() async throws {
        let under = try PoolUnderTest { $0.fixedCode = "424242" }
        try await under.signUp()
        try await under.signUp("bob", attributes: ["email": "bob@example.com"])
        #expect(try await under.pool.deleteMessages(matching: InboxFilter(receiver: "alice")) == 1)
        #expect(try await under.pool.messages().messages.map(\.username) == ["bob"])
        #expect(try await under.pool.deleteMessages() == 1)
        #expect(try await under.pool.deleteMessages() == 0)
        try await under.confirmSignUp(code: "424242")
        let error = await #expect(throws: LocalPoolError.self) {
            try await under.pool.deleteMessages(matching: InboxFilter(poolID: "local_Unknown"))
        }
        #expect(error?.code == .unknownPool)
    }
}
