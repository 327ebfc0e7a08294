import ByteCoding
import CognitoWire
import LocalPool
import Testing

@Suite("Identity providers") struct IdentityProviderTests {
    private static let google = ["client_id": "1", "client_secret": "2", "authorize_scopes": "email openid"]
    private static let saml = ["MetadataURL": "https://idp.example.com/metadata"]
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a provider is made, shown, changed and deleted")
    func lifeCycle() async throws {
        let made = try await make("Corp", .saml, Self.saml) {
            $0.attributeMapping = ["email": "mail"]
            $0.idpIdentifiers = ["corp.example.com"]
        }
        #expect(made.providerDetails == Self.saml && made.creationDate == under.clock.now)
        under.clock.advance(by: .seconds(10))
        let update = UpdateIdentityProviderRequest(
            providerName: "Corp",
            userPoolID: PoolUnderTest.poolID,
            idpIdentifiers: ["corp"]
        )
        let changed = try await under.call(UpdateIdentityProvider.self, update).identityProvider
        #expect(changed.attributeMapping == ["email": "mail"] && changed.idpIdentifiers == ["corp"])
        #expect(changed.lastModifiedDate == under.clock.now && changed.creationDate == made.creationDate)
        #expect(try await describe("Corp").idpIdentifiers == ["corp"])
        #expect(try await identified(by: "corp").providerName == "Corp")
        await expectRefusal("ResourceNotFoundException") { try await identified(by: "corp.example.com") }
        let delete = DeleteIdentityProviderRequest(providerName: "Corp", userPoolID: PoolUnderTest.poolID)
        try await under.call(DeleteIdentityProvider.self, delete)
        let complaint = "Identity provider Corp does not exist."
        await expectRefusal("ResourceNotFoundException", complaint) { try await describe("Corp") }
        await expectRefusal("ResourceNotFoundException", complaint) {
            try await under.call(UpdateIdentityProvider.self, update)
        }
        await expectRefusal("ResourceNotFoundException", complaint) {
            try await under.call(DeleteIdentityProvider.self, delete)
        }
        await expectRefusal("ResourceNotFoundException") { try await identified(by: "corp") }
    }

    @Test("name, type and settings must fit together")
    func contradictions() async throws {
        await expectRefusal("InvalidParameterException", "Provider Mine cannot be of type Google.") {
            try await make("Mine", .google, Self.google)
        }
        await expectRefusal("InvalidParameterException") { try await make("Google", .google, ["client_id": "1"]) }
        await expectRefusal("InvalidParameterException") { try await make("Corp", .saml, [:]) }
        await expectRefusal("InvalidParameterException") { try await make("Corp", .oidc, Self.google) }
        await expectRefusal("InvalidParameterException") { try await make("Cognito", .saml, Self.saml) }
        await expectRefusal("InvalidParameterException") {
            try await make("Corp", IdentityProviderTypeType(rawValue: "Astrology"), Self.saml)
        }
        for name in ["custom:none", "sub"] {
            await expectRefusal("InvalidParameterException") {
                try await make("Corp", .saml, Self.saml) { $0.attributeMapping = [name: "mail"] }
            }
        }
        await expectRefusal("InvalidParameterException") {
            try await make("Corp", .saml, Self.saml) { $0.acrMapping = ["Level1": "urn:one"] }
        }
    }

    @Test("a name is taken once, and so is an identifier")
    func duplicates() async throws {
        try await make("Corp", .saml, Self.saml) { $0.idpIdentifiers = ["corp"] }
        await expectRefusal(
            "DuplicateProviderException",
            "Corp already exists in user pool \(PoolUnderTest.poolID)."
        ) { try await make("Corp", .saml, Self.saml) }
        await expectRefusal("DuplicateProviderException") {
            try await make("Other", .saml, Self.saml) { $0.idpIdentifiers = ["corp"] }
        }
        await expectRefusal("ResourceNotFoundException") { try await describe("Other") }
    }

    @Test("providers are listed by name, page by page")
    func pages() async throws {
        for name in ["Corp-C", "Corp-A", "Corp-B"] { try await make(name, .saml, Self.saml) }
        var request = ListIdentityProvidersRequest(userPoolID: PoolUnderTest.poolID, maxResults: 2)
        let first = try await under.call(ListIdentityProviders.self, request)
        request.nextToken = first.nextToken
        let second = try await under.call(ListIdentityProviders.self, request)
        #expect((first.providers + second.providers).map(\.providerName) == ["Corp-A", "Corp-B", "Corp-C"])
        #expect(first.providers.first?.providerType == .saml && second.nextToken == nil)
        request.nextToken = "!"
        let broken = request
        await expectRefusal("InvalidParameterException") { try await under.call(ListIdentityProviders.self, broken) }
    }

    @Test("a linked identity is an attribute of the user, and a claim of the id token")
    func link() async throws {
        try await under.makeUser()
        try await make("Google", .google, Self.google)
        try await link("alice", to: "Google", "1234")
        let milliseconds = under.clock.now.seconds * 1000
        let expected =
            #"[{"dateCreated":\#(milliseconds),"issuer":null,"primary":false,"providerName":"Google","#
            + #""providerType":"Google","userId":"1234"}]"#
        #expect(try await identities(of: "alice") == expected)
        let claims = try await Token(#require(under.tokens().idToken?.value)).claims
        guard case .array(let entries) = claims["identities"] else {
            Issue.record("no list")
            return
        }
        #expect(entries.first?["primary"] == .string("false") && entries.first?["userId"] == .string("1234"))
        #expect(entries.first?["dateCreated"] == .string(String(milliseconds)))
        try await disable("Google", "1234")
        #expect(try await identities(of: "alice") == nil)
        await expectRefusal("UserNotFoundException") { try await disable("Google", "1234") }
    }

    @Test("links that make no sense are refused")
    func wrongLinks() async throws {
        for name in ["alice", "bob"] { try await under.signUp(name) }
        try await make("Google", .google, Self.google)
        await expectRefusal("InvalidParameterException") { try await link("alice", to: "Cognito", "bob") }
        await expectRefusal("ResourceNotFoundException") { try await link("alice", to: "Facebook", "1") }
        await expectRefusal("UserNotFoundException") { try await link("nobody", to: "Google", "1") }
        await expectRefusal("InvalidParameterException") { try await link("alice", to: "Google", "") }
        try await link("alice", to: "Google", "1")
        for name in ["alice", "bob"] {
            await expectRefusal("InvalidParameterException", "SourceUser is already linked to DestinationUser") {
                try await link(name, to: "Google", "1")
            }
        }
        for number in 2...5 { try await link("alice", to: "Google", String(number)) }
        await expectRefusal("LimitExceededException") { try await link("alice", to: "Google", "6") }
    }

    @Test("an own user whose provider is disabled has no password any more")
    func disabledPassword() async throws {
        try await under.makeUser()
        try await disable("Cognito", "alice")
        await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
            try await under.signInWithSRP()
        }
        await expectRefusal("UserNotFoundException") { try await disable("Cognito", "nobody") }
        await expectRefusal("InvalidParameterException") {
            try await disable("Cognito", "alice", attribute: "email")
        }
        try await under.setPassword("N3w-Password")
        #expect(try await under.signInWithSRP(password: "N3w-Password").authenticationResult != nil)
    }

    @discardableResult
    private func make(
        _ name: String,
        _ type: IdentityProviderTypeType,
        _ details: [String: String],
        _ change: (inout CreateIdentityProviderRequest) -> Void = { _ in }
    ) async throws -> IdentityProviderType {
        var request = CreateIdentityProviderRequest(
            providerDetails: details,
            providerName: name,
            providerType: type,
            userPoolID: PoolUnderTest.poolID
        )
        change(&request)
        return try await under.call(CreateIdentityProvider.self, request).identityProvider
    }

    private func describe(_ name: String) async throws -> IdentityProviderType {
        let request = DescribeIdentityProviderRequest(providerName: name, userPoolID: PoolUnderTest.poolID)
        return try await under.call(DescribeIdentityProvider.self, request).identityProvider
    }

    private func identified(by identifier: String) async throws -> IdentityProviderType {
        let request = GetIdentityProviderByIdentifierRequest(
            idpIdentifier: identifier,
            userPoolID: PoolUnderTest.poolID
        )
        return try await under.call(GetIdentityProviderByIdentifier.self, request).identityProvider
    }

    private func link(_ username: String, to provider: String, _ value: String) async throws {
        try await under.call(
            AdminLinkProviderForUser.self,
            AdminLinkProviderForUserRequest(
                destinationUser: ProviderUserIdentifierType(providerAttributeValue: username, providerName: "Cognito"),
                sourceUser: ProviderUserIdentifierType(
                    providerAttributeName: "Cognito_Subject",
                    providerAttributeValue: value,
                    providerName: provider
                ),
                userPoolID: PoolUnderTest.poolID
            )
        )
    }

    private func disable(_ provider: String, _ value: String, attribute: String = "Cognito_Subject") async throws {
        try await under.call(
            AdminDisableProviderForUser.self,
            AdminDisableProviderForUserRequest(
                user: ProviderUserIdentifierType(
                    providerAttributeName: attribute,
                    providerAttributeValue: value,
                    providerName: provider
                ),
                userPoolID: PoolUnderTest.poolID
            )
        )
    }

    private func identities(of username: String) async throws -> String? {
        let attributes = try await under.adminProfile(of: username).userAttributes ?? []
        return attributes.first { $0.name == "identities" }?.value?.value
    }
}
