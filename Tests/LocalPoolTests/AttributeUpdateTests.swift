import CognitoWire
import Testing

@testable import LocalPool

@Suite("Attributes, changed and verified") struct AttributeUpdateTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("users change what they may, and remove it with an empty value")
    func change() async throws {
        let token = try await signedIn()
        #expect(try await under.update(["name": "Alice", "nickname": "Al"], token).isEmpty)
        #expect(try await under.attributes()["name"] == "Alice")
        try await under.update(["nickname": ""], token)
        #expect(try await under.attributes()["nickname"] == nil)
        await expectRefusal("InvalidParameterException") { try await under.update(["custom:no": "x"], token) }
        await expectRefusal("NotAuthorizedException") { try await under.update(["email_verified": "true"], token) }
        await expectRefusal("InvalidParameterException") { try await under.update(["email": "nowhere"], token) }
        await expectRefusal("NotAuthorizedException") { try await under.update(["name": "x"], "a.b.c") }
    }

    @Test("a new address is not verified until its code is")
    func newAddress() async throws {
        let token = try await signedIn()
        let details = try await under.update(["email": "new@example.com"], token)
        #expect(details.map(\.destination) == ["n***@e***"] && details.first?.attributeName == "email")
        #expect(try await under.attributes() == ["email": "new@example.com", "email_verified": "false"])
        let code = try await under.code(for: "new@example.com")
        await expectRefusal("CodeMismatchException") { try await under.verify("email", code + "0", token) }
        try await under.verify("email", code, token)
        #expect(try await under.attributes()["email_verified"] == "true")
        await expectRefusal("ExpiredCodeException") { try await under.verify("email", code, token) }
    }

    @Test("the same address again changes nothing and sends nothing")
    func sameAddress() async throws {
        let token = try await signedIn()
        #expect(try await under.update(["email": "alice@example.com"], token).isEmpty)
        #expect(try await under.attributes()["email_verified"] == "true")
    }

    @Test("where the pool wants addresses verified first, the old one stays until then")
    func verifiedFirst() async throws {
        let token = try await signedIn()
        try await under.arrange {
            $0.details.userAttributeUpdateSettings = .init(attributesRequireVerificationBeforeUpdate: [.email])
        }
        #expect(try await under.update(["email": "new@example.com", "name": "A"], token).count == 1)
        #expect(
            try await under.attributes() == ["email": "alice@example.com", "email_verified": "true", "name": "A"]
        )
        // A code that is asked for again goes to the new address too.
        #expect(try await under.askForCode("email", token)?.destination == "n***@e***")
        try await under.verify("email", under.code(for: "new@example.com"), token)
        #expect(try await under.attributes()["email"] == "new@example.com")
        // An administrator who vouches for the address need not wait.
        try await under.adminUpdate(["email": "third@example.com", "email_verified": "true"])
        #expect(try await under.attributes()["email"] == "third@example.com")
        try await under.adminUpdate(["email": "fourth@example.com"])
        #expect(try await under.attributes()["email"] == "third@example.com")
    }

    @Test("a code for an address that is no longer there verifies nothing")
    func overtakenCode() async throws {
        let token = try await signedIn()
        try await under.update(["email": "new@example.com"], token)
        let code = try await under.code(for: "new@example.com")
        try await under.arrange { $0.details.autoVerifiedAttributes = [] }
        try await under.adminUpdate(["email": "other@example.com"])
        await expectRefusal("ExpiredCodeException") { try await under.verify("email", code, token) }
        #expect(try await under.attributes()["email_verified"] == "false")
    }

    @Test("codes are asked for addresses that there are, five times an hour")
    func codes() async throws {
        let token = try await signedIn()
        await expectRefusal("InvalidParameterException") { try await under.askForCode("phone_number", token) }
        await expectRefusal("InvalidParameterException") { try await under.askForCode("name", token) }
        await expectRefusal("InvalidParameterException") { try await under.verify("name", "123456", token) }
        for _ in 0..<5 { try await under.askForCode("email", token) }
        await expectRefusal("LimitExceededException") { try await under.askForCode("email", token) }
    }

    @Test("removed addresses take what is known of them along; required ones stay")
    func removal() async throws {
        let token = try await signedIn()
        try await under.remove(["email"], token)
        #expect(try await under.attributes() == [:])
        await expectRefusal("InvalidParameterException") { try await under.remove(["custom:no"], token) }
        await expectRefusal("NotAuthorizedException") { try await under.remove(["email_verified"], token) }
        await expectRefusal("InvalidParameterException") { try await under.remove(["sub"], token) }
        try await under.adminUpdate(["email": "a@example.com"])
        try await under.arrange { pool in
            pool.details.schemaAttributes = pool.schema.attributes.map { attribute in
                var attribute = attribute
                if attribute.name == "email" { attribute.required = true }
                return attribute
            }
        }
        await expectRefusal("InvalidParameterException") { try await under.remove(["email"], token) }
        await expectRefusal("InvalidParameterException") { try await under.update(["email": ""], token) }
        await expectRefusal("InvalidParameterException") {
            try await under.call(
                AdminDeleteUserAttributes.self,
                .init(userAttributeNames: ["email"], userPoolID: PoolUnderTest.poolID, username: "alice")
            )
        }
    }

    @Test("administrators change and remove attributes, flags too")
    func administrators() async throws {
        try await under.makeUser()
        try await under.adminUpdate(["phone_number": "+15555550100", "phone_number_verified": "true"])
        #expect(try await under.attributes()["phone_number_verified"] == "true")
        try await under.call(
            AdminDeleteUserAttributes.self,
            .init(userAttributeNames: ["phone_number"], userPoolID: PoolUnderTest.poolID, username: "alice")
        )
        #expect(try await under.attributes() == ["email": "alice@example.com", "email_verified": "true"])
        await expectRefusal("UserNotFoundException") { try await under.adminUpdate(["name": "x"], of: "nobody") }
        await expectRefusal("InvalidParameterException") { try await under.adminUpdate(["sub": "x"]) }
    }

    @Test("a user who deletes the account is gone, with all tokens")
    func deletedAccount() async throws {
        let token = try #require(try await signedIn())
        try await under.call(DeleteUser.self, .init(accessToken: token))
        await expectRefusal("UserNotFoundException") { try await under.adminProfile(of: "alice") }
        await expectRefusal("UserNotFoundException") { try await under.profile(token) }
        await expectRefusal("NotAuthorizedException") { try await under.signInWithSRP() }
    }

    private func signedIn() async throws -> Sensitive<String>? {
        try await under.makeUser()
        return try await under.tokens().accessToken
    }
}
