import ByteCoding
import CognitoWire
import HTTPTransport
import LocalPool
import Testing

@Suite("Reset") struct ResetTests {
    @Test("everything goes but the first pool and client, with their ids, keys and settings")
    func reset() async throws {
        let under = try PoolUnderTest { $0.clientSecret = nil }
        let keys = try await under.document("/\(PoolUnderTest.poolID)/.well-known/jwks.json").body
        try await under.makeUser()
        let tokens = try await under.tokens()
        let other = try await under.makeClient()
        try under.pool.setClock(.running(offset: .seconds(60)))
        try under.pool.setChaosRules([ChaosRule(operation: "ListUsers", error: "TooManyRequestsException")])

        try await under.pool.reset()

        #expect(under.pool.now == under.clock.now)
        #expect(under.pool.chaosRules.isEmpty)
        #expect(try await under.pool.messages().messages.isEmpty)
        let home = try await under.pool.home()
        #expect(home.poolID == PoolUnderTest.poolID && home.clientID == PoolUnderTest.clientID)
        #expect(try await under.document("/\(PoolUnderTest.poolID)/.well-known/jwks.json").body == keys)
        await expectRefusal("ResourceNotFoundException") {
            try await under.signUp(clientID: try #require(other.clientID?.value))
        }
        await expectRefusal("UserNotFoundException") { try await under.profile(tokens.accessToken) }
        // The pool is as good as new: the same name, and counting where it was.
        try await under.makeUser()
        #expect(try await under.pool.messages().messages.map(\.id) == [2])
    }

    @Test("a client's secret stays")
    func secret() async throws {
        let secret = SecretBytes(utf8: "abcdefghijklmnopqrstuvwxyz")
        let under = try PoolUnderTest { $0.clientSecret = secret }
        try await under.pool.reset()
        let kept = try await under.pool.home().clientSecret
        #expect(kept?.withBytes { $0.count } == 26)
    }

    @Test("a reset of nothing changes nothing")
    func twice() async throws {
        let under = try PoolUnderTest()
        try await under.pool.reset()
        try await under.pool.reset()
        try await under.makeUser()
    }
}
