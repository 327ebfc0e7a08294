import CognitoWire
import Testing

@testable import LocalPool

@Suite("Aliases") struct AliasTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a verified address signs its user in; one that is not does not")
    func signIn() async throws {
        try await under.arrange { $0.details.aliasAttributes = [.email] }
        try await under.signUp()
        await expectRefusal("NotAuthorizedException") { try await under.signInWithPassword("alice@example.com") }
        try await under.confirmSignUp(code: under.code())
        let result = try await under.signInWithSRP("alice@example.com").authenticationResult
        #expect(try await under.profile(result?.accessToken).username.value == "alice")
        await expectRefusal("NotAuthorizedException") { try await under.signInWithSRP("ALICE@example.com") }
    }

    @Test("a sign-up with somebody's address is confirmed only if it takes it, which unverifies the other's")
    func takenAlias() async throws {
        try await under.arrange { $0.details.aliasAttributes = [.email] }
        try await under.makeUser()
        try await under.signUp("bob")
        let code = try await under.code(for: "bob")
        await expectRefusal("AliasExistsException") { try await under.confirmSignUp("bob", code: code) }
        #expect(try await under.adminProfile(of: "bob").userStatus == .unconfirmed)
        try await under.call(
            ConfirmSignUp.self,
            .init(
                clientID: Sensitive(PoolUnderTest.clientID),
                confirmationCode: code,
                username: "bob",
                forceAliasCreation: true
            )
        )
        #expect(try await under.attributes()["email_verified"] == "false")
        let result = try await under.signInWithPassword("alice@example.com").authenticationResult
        #expect(try await under.profile(result?.accessToken).username.value == "bob")
    }

    @Test("an address that names another is not verified by its code")
    func verification() async throws {
        try await under.arrange { $0.details.aliasAttributes = [.email] }
        try await under.makeUser()
        try await under.makeUser("bob", attributes: ["email": "bob@example.com"])
        let token = try await under.tokens("bob").accessToken
        try await under.update(["email": "alice@example.com"], token)
        await expectRefusal("AliasExistsException") {
            try await under.verify("email", under.code(for: "bob"), token)
        }
        #expect(try await under.attributes(of: "bob")["email_verified"] == "false")
        // An administrator who vouches for it moves it.
        try await under.adminUpdate(["email": "alice@example.com", "email_verified": "true"], of: "bob")
        #expect(try await under.attributes()["email_verified"] == "false")
    }

    @Test("a username that looks like an alias is refused")
    func aliasForm() async throws {
        try await under.arrange { $0.details.aliasAttributes = [.email, .phoneNumber] }
        await expectRefusal("InvalidParameterException") { try await under.signUp("alice@example.com") }
        await expectRefusal("InvalidParameterException") { try await under.signUp("+15555550100") }
    }

    @Test("where addresses are usernames, they name their users at once, and each one user")
    func usernameAttributes() async throws {
        try await under.arrange { $0.details.usernameAttributes = [.email] }
        let sub = try await under.signUp("alice@example.com", attributes: [:]).userSub
        try await under.confirmSignUp("alice@example.com", code: under.code(for: sub))
        let result = try await under.signInWithSRP("alice@example.com").authenticationResult
        let profile = try await under.profile(result?.accessToken)
        #expect(profile.username.value == sub)
        await expectRefusal("UsernameExistsException") { try await under.signUp("alice@example.com", attributes: [:]) }
        await expectRefusal("InvalidParameterException", "Username should be an email.") {
            try await under.signUp("alice", attributes: [:])
        }
        try await under.signUp("bob@example.com", attributes: [:])
        await expectRefusal("AliasExistsException") {
            try await under.adminUpdate(
                ["email": "alice@example.com", "email_verified": "true"],
                of: "bob@example.com"
            )
        }
        try await under.update(["email": "new@example.com"], result?.accessToken)
        #expect(try await under.signInWithPassword("new@example.com").authenticationResult != nil)
        await expectRefusal("NotAuthorizedException") { try await under.signInWithPassword("alice@example.com") }
    }

    @Test("names that differ in capitals are one, if the pool says so")
    func capitals() async throws {
        try await under.arrange {
            $0.details.usernameConfiguration = .init(caseSensitive: false)
            $0.details.aliasAttributes = [.email]
        }
        try await under.makeUser("Alice", attributes: ["email": "Alice@Example.com"])
        #expect(try await under.signInWithSRP("aLICE").authenticationResult != nil)
        #expect(try await under.signInWithSRP("alice@example.COM").authenticationResult != nil)
        await expectRefusal("UsernameExistsException") { try await under.signUp("ALICE") }
    }
}
