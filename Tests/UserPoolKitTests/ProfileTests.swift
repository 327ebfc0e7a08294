import ByteCoding
import CognitoWire
import Testing
import UserPoolKit

@Suite("Users about themselves") struct ProfileTests {
    @Test("attributes change, are removed, and are confirmed with a code")
    func attributes() async throws {
        let kit = try await KitUnderTest()
        try await kit.makeUser()
        let token = try await kit.signIn().accessToken
        let deliveries = try await kit.pool.updateAttributes(
            ["nickname": "Al", "email": "new@example.com", "phone_number": nil],
            accessToken: token
        )
        #expect(deliveries.map(\.attributeName) == ["email"])
        let changed = try await kit.pool.profile(accessToken: token)
        #expect(changed.attributes["nickname"] == "Al" && changed.attributes["phone_number"] == nil)
        #expect(changed.attributes["email_verified"] == "false")
        let code = try await kit.code()
        let wrong = code == "000000" ? "000001" : "000000"
        await expectRefusal("codeMismatch") {
            try await kit.pool.verifyAttribute("email", code: wrong, accessToken: token)
        }
        try await kit.pool.verifyAttribute("email", code: code, accessToken: token)
        #expect(try await kit.pool.profile(accessToken: token).attributes["email_verified"] == "true")
        try await kit.pool.removeAttributes(["nickname"], accessToken: token)
        #expect(try await kit.pool.profile(accessToken: token).attributes["nickname"] == nil)
        await expectRefusal("invalidParameter") {
            try await kit.pool.removeAttributes(["custom:nobody"], accessToken: token)
        }
    }

    @Test("with nothing to change nothing is sent")
    func nothing() async throws {
        let service = ScriptedService { _ in FakeTokens.error("InternalErrorException", "not to be called") }
        #expect(try await service.pool().updateAttributes([:], accessToken: Sensitive("token")).isEmpty)
        #expect(service.calls.isEmpty)
    }

    @Test("a code is asked for again")
    func codeOnDemand() async throws {
        let kit = try await KitUnderTest()
        try await kit.makeUser()
        let token = try await kit.signIn().accessToken
        let delivery = try await kit.pool.sendVerificationCode(for: "phone_number", accessToken: token)
        #expect(delivery?.medium == .sms)
        try await kit.pool.verifyAttribute("phone_number", code: kit.code(), accessToken: token)
        await expectRefusal("invalidParameter") {
            try await kit.pool.sendVerificationCode(for: "nickname", accessToken: token)
        }
    }

    @Test("users delete themselves, and are gone")
    func delete() async throws {
        let kit = try await KitUnderTest()
        try await kit.makeUser()
        let token = try await kit.signIn().accessToken
        try await kit.pool.deleteUser(accessToken: token)
        await expectRefusal("userNotFound") { try await kit.pool.profile(accessToken: token) }
        await expectRefusal("invalidCredentials") { try await kit.signIn() }
    }

    @Test("passkeys are registered, listed by pages, and removed")
    func passkeys() async throws {
        let kit = try await KitUnderTest()
        try await kit.makeUser()
        let token = try await kit.signIn().accessToken
        for _ in 1...3 { _ = try await kit.addPasskey(token) }
        let first = try await kit.pool.passkeys(limit: 2, accessToken: token)
        #expect(first.elements.count == 2 && first.elements.allSatisfy { $0.relyingPartyID == "localhost" })
        let second = try await kit.pool.passkeys(limit: 2, after: first.next, accessToken: token)
        #expect(second.elements.count == 1 && second.next == nil)
        let gone = try #require(second.elements.first).id
        try await kit.pool.removePasskey(gone, accessToken: token)
        #expect(try await kit.pool.passkeys(accessToken: token).elements.count == 2)
        await expectRefusal("misconfigured") { try await kit.pool.removePasskey(gone, accessToken: token) }
    }

    @Test("what is no credential is refused before it is sent", arguments: ["", "[]", "text", "{"])
    func noCredential(text: String) async throws {
        let service = ScriptedService { _ in .init() }
        let error = await #expect(throws: UserPoolError.self) {
            try await service.pool().addPasskey(text, accessToken: Sensitive("token"))
        }
        #expect(error?.code == .passkeyRejected && service.calls.isEmpty)
    }
}
