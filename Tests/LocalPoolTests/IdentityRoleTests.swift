import ByteCoding
import CognitoWire
import CryptoPrimitives
import HTTPTransport
import LocalPool
import Testing

@Suite("Roles and tokens of identities") struct IdentityRoleTests {
    private static let mappingKey = "\(PoolUnderTest.serviceProvider):\(PoolUnderTest.clientID)"
    private static let editor = "arn:aws:iam::123456789012:role/editor"
    private static let reader = "arn:aws:iam::123456789012:role/reader"
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("without a role for its kind an identity gets nothing")
    func noRole() async throws {
        try await under.makeUser()
        let pool = try await under.makeIdentityPool()
        try await under.setRoles(["unauthenticated": PoolUnderTest.guestRole], of: pool)
        try await under.credentials(of: under.identity(in: pool))
        let alice = try await under.identity(in: pool, logins: under.logins())
        await expectRefusal(
            "InvalidIdentityPoolConfigurationException",
            "Invalid identity pool configuration. Check assigned IAM roles for this pool."
        ) { try await under.credentials(of: alice, logins: under.logins()) }
    }

    @Test("a role that is asked for must be in the token")
    func customRole() async throws {
        try await under.makeUser()
        let pool = try await under.makeIdentityPool()
        let alice = try await under.identity(in: pool, logins: under.logins())
        await expectRefusal("NotAuthorizedException") {
            try await under.credentials(of: alice, logins: under.logins(), role: Self.editor)
        }
        try await map(pool, .init(type: .token, ambiguousRoleResolution: .deny))
        await expectRefusal("NotAuthorizedException") {
            try await under.credentials(of: alice, logins: under.logins(), role: Self.editor)
        }
        try await under.makeGroup("editors", role: "editor")
        try await under.add("alice", to: "editors")
        try await under.credentials(of: alice, logins: under.logins(), role: Self.editor)
        await expectRefusal("NotAuthorizedException") {
            try await under.credentials(of: under.identity(in: pool), role: Self.editor)
        }
    }

    @Test("roles by token are those of the groups; where they do not say which, the pool's setting does")
    func tokenRoles() async throws {
        try await under.makeUser()
        let pool = try await under.makeIdentityPool()
        let alice = try await under.identity(in: pool, logins: under.logins())
        try await map(pool, .init(type: .token, ambiguousRoleResolution: .deny))
        await expectRefusal("NotAuthorizedException", "Access to Identity '\(alice)' is forbidden.") {
            try await under.credentials(of: alice, logins: under.logins())
        }
        for group in ["editor", "reader"] {
            try await under.makeGroup(group, role: group)
            try await under.add("alice", to: group)
        }
        await expectRefusal("NotAuthorizedException") {
            try await under.credentials(of: alice, logins: under.logins())
        }
        try await map(pool, .init(type: .token, ambiguousRoleResolution: .authenticatedRole))
        try await under.credentials(of: alice, logins: under.logins())
        try await map(pool, .init(type: .token, ambiguousRoleResolution: .deny))
        try await under.remove("alice", from: "reader")
        try await under.credentials(of: alice, logins: under.logins())
    }

    @Test(
        "rules look at claims",
        arguments: [
            ("email", IdentityPools.MappingRuleMatchType.equals, "alice@example.com", true),
            ("email", .equals, "alice", false),
            ("email", .startsWith, "alice@", true),
            ("email", .startsWith, "bob@", false),
            ("email", .contains, "@example.", true),
            ("email", .contains, "@example.org", false),
            ("email", .notEqual, "bob@example.com", true),
            ("email", .notEqual, "alice@example.com", false),
            ("email_verified", .equals, "true", true),
            ("cognito:groups", .contains, "editors", true),
            ("cognito:groups", .equals, "editors", false),
            ("family_name", .notEqual, "Smith", false),
        ]
    )
    func rules(
        claim: String,
        type: IdentityPools.MappingRuleMatchType,
        value: String,
        isMatch: Bool
    ) async throws {
        try await under.makeUser()
        try await under.makeGroup("editors")
        try await under.add("alice", to: "editors")
        let pool = try await under.makeIdentityPool()
        let logins = try await under.logins()
        let alice = try await under.identity(in: pool, logins: logins)
        let rule = IdentityPools.MappingRule(claim: claim, matchType: type, roleARN: Self.reader, value: value)
        try await map(
            pool,
            .init(type: .rules, ambiguousRoleResolution: .deny, rulesConfiguration: .init(rules: [rule]))
        )
        if isMatch {
            try await under.credentials(of: alice, logins: logins)
        } else {
            await expectRefusal("NotAuthorizedException") {
                try await under.credentials(of: alice, logins: logins)
            }
        }
        await expectRefusal("InvalidParameterException") {
            try await under.credentials(of: alice, logins: logins, role: Self.reader)
        }
    }

    @Test("the token of an identity verifies with the issuer's keys, and says who it is")
    func token() async throws {
        try await under.makeUser()
        let pool = try await under.makeIdentityPool()
        let guest = try await under.identity(in: pool)
        let answer = try await under.identityToken(of: guest)
        let text = try #require(answer.token?.value)
        let token = try Token(text)
        #expect(answer.identityID == guest && token.claims["sub"] == .string(guest))
        #expect(token.claims["iss"] == .string("http://127.0.0.1:9229/identity"))
        #expect(token.claims["aud"] == .string(pool))
        #expect(token.claims["amr"] == .array([.string("unauthenticated")]))
        #expect(token.claims["exp"] == .integer(under.clock.now.seconds + 600))
        let key = try await publishedKey(#require(token.header["kid"]?.string))
        let parts = text.split(separator: ".")
        #expect(
            try key.isValidSignature(
                Base64URL.decode(String(parts[2])),
                for: Array("\(parts[0]).\(parts[1])".utf8)
            )
        )
        let signedIn = try await under.identityToken(of: guest, logins: under.logins()).token
        let methods = try Token(#require(signedIn?.value)).claims["amr"]
        guard case .array(let list) = methods else {
            Issue.record("no list")
            return
        }
        #expect(Array(list.prefix(2)) == [.string("authenticated"), .string(PoolUnderTest.serviceProvider)])
    }

    @Test("a pool without the classic flow gives no tokens, and nobody gets another's")
    func noToken() async throws {
        try await under.makeUser()
        let modern = try await under.makeIdentityPool { $0.allowClassicFlow = nil }
        let guest = try await under.identity(in: modern)
        await expectRefusal(
            "InvalidParameterException",
            "Basic (classic) flow is not enabled, please use enhanced flow."
        ) { try await under.identityToken(of: guest) }
        let alice = try await under.identity(in: under.makeIdentityPool(), logins: under.logins())
        await expectRefusal("NotAuthorizedException") { try await under.identityToken(of: alice) }
    }

    private func map(_ pool: String, _ mapping: IdentityPools.RoleMapping) async throws {
        let roles = ["authenticated": PoolUnderTest.memberRole, "unauthenticated": PoolUnderTest.guestRole]
        try await under.setRoles(roles, mappings: [Self.mappingKey: mapping], of: pool)
    }

    /// The key of that id, by way of the discovery document.
    private func publishedKey(_ id: String) async throws -> RSAPublicKey {
        let discovery = try await under.document("/identity/.well-known/openid-configuration")
        let metadata = try WireCoder().decode(WireDocument.self, from: discovery.body)
        #expect(metadata["jwks_uri"] == .string("http://127.0.0.1:9229/identity/.well-known/jwks.json"))
        let set = try await under.document("/identity/.well-known/jwks.json")
        let keys = try WireCoder().decode([String: [[String: String]]].self, from: set.body)["keys"]
        let key = try #require(keys?.first { $0["kid"] == id })
        return try RSAPublicKey(
            modulus: Base64URL.decode(#require(key["n"])),
            exponent: Base64URL.decode(#require(key["e"]))
        )
    }
}
