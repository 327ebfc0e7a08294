import ByteCoding
import CognitoWire
import LocalPool
import Testing

@Suite("Codes of authenticator apps") struct AuthenticatorCodeTests {
    @Test("a code is what the user's app shows at that moment")
    func code() async throws {
        let under = try PoolUnderTest()
        let secret = try await under.makeUserWithApp()
        under.clock.advance(by: .seconds(60))
        let shown = try #require(try await under.pool.authenticatorCode(for: "alice", poolID: PoolUnderTest.poolID))
        #expect(shown.code == (try under.appCode(secret)))
        #expect((1...30).contains(shown.secondsLeft))
        let uri = shown.uri.withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
        #expect(uri.hasPrefix("otpauth://totp/") && uri.contains("secret=\(secret.value)"))
    }

    @Test("who has no app has no code, and neither has an unknown pool")
    func none() async throws {
        let under = try PoolUnderTest()
        try await under.makeUser()
        let ofAlice = try await under.pool.authenticatorCode(for: "alice")
        let ofNobody = try await under.pool.authenticatorCode(for: "nobody")
        #expect(ofAlice?.code == nil && ofNobody?.code == nil)
        let error = await #expect(throws: LocalPoolError.self) {
            try await under.pool.authenticatorCode(for: "alice", poolID: "local_Unknown")
        }
        #expect(error?.code == .unknownPool)
    }
}
