import ByteCoding
import CognitoSRP
import CognitoWire
import LocalPool
import Testing

@Suite("Settings of app clients") struct ClientSettingsTests {
    private let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("what a client leaves out is described as its default")
    func defaults() async throws {
        let client = try await under.makeClient { $0.explicitAuthFlows = nil }
        #expect(client.refreshTokenValidity == 30 && client.authSessionValidity == 3)
        #expect(client.enableTokenRevocation == true && client.allowedOAuthFlowsUserPoolClient == false)
        #expect(client.preventUserExistenceErrors == .legacy && client.readAttributes == nil)
        #expect(client.enablePropagateAdditionalUserContextData == false && client.clientSecret == nil)
    }

    @Test("settings that contradict each other are refused", arguments: ClientContradiction.all)
    func contradictions(_ contradiction: ClientContradiction) async throws {
        await expectRefusal(contradiction.code, contradiction.message) {
            try await under.makeClient(contradiction.change)
        }
        let list = try await under.call(
            ListUserPoolClients.self,
            ListUserPoolClientsRequest(userPoolID: PoolUnderTest.poolID)
        )
        #expect(list.userPoolClients?.count == 1)
    }

    @Test("settings of OAuth that go together are taken")
    func oauth() async throws {
        try await under.call(
            CreateResourceServer.self,
            CreateResourceServerRequest(
                identifier: "orders",
                name: "Orders",
                userPoolID: PoolUnderTest.poolID,
                scopes: [.init(scopeDescription: "Read", scopeName: "read")]
            )
        )
        let made = try await under.makeClient {
            $0.allowedOAuthFlowsUserPoolClient = true
            $0.allowedOAuthFlows = [.code]
            $0.allowedOAuthScopes = ["openid", "orders/read"]
            $0.callbackURLs = [
                "https://example.com/in", "http://localhost:3000/in", "http://127.0.0.1/in", "my.app://in",
            ]
            $0.defaultRedirectURI = "my.app://in"
            $0.logoutURLs = ["http://[::1]:3000/out"]
            $0.supportedIdentityProviders = ["COGNITO"]
        }
        #expect(made.callbackURLs?.count == 4 && made.allowedOAuthScopes == ["openid", "orders/read"])
    }

    @Test("a change sets what it leaves out to its default; name and secret stay")
    func update() async throws {
        let made = try await under.makeClient {
            $0.generateSecret = true
            $0.accessTokenValidity = 2
            $0.preventUserExistenceErrors = .enabled
            $0.readAttributes = ["email"]
        }
        let id = try #require(made.clientID)
        var request = UpdateUserPoolClientRequest(clientID: id, userPoolID: PoolUnderTest.poolID)
        request.idTokenValidity = 3
        let changed = try #require(try await under.call(UpdateUserPoolClient.self, request).userPoolClient)
        #expect(changed.idTokenValidity == 3 && changed.accessTokenValidity == nil)
        #expect(changed.preventUserExistenceErrors == .legacy && changed.readAttributes == nil)
        #expect(changed.clientName == "test" && changed.clientSecret?.value == made.clientSecret?.value)
        request.idTokenValidity = 86_400
        let bad = request
        await expectRefusal("InvalidParameterException") { try await under.call(UpdateUserPoolClient.self, bad) }
        let described = try await describe(id)
        #expect(described?.idTokenValidity == 3)
    }

    @Test("a client is found in its own pool only, and is gone when it is deleted")
    func deletion() async throws {
        let other = try #require(try await under.makePool().id)
        let id = try #require(try await under.makeClient().clientID)
        let message = "User pool client \(id.value) does not exist."
        await expectRefusal("ResourceNotFoundException", message) {
            try await under.call(
                DeleteUserPoolClient.self,
                DeleteUserPoolClientRequest(clientID: id, userPoolID: other)
            )
        }
        await expectRefusal("ResourceNotFoundException", message) {
            try await under.call(
                UpdateUserPoolClient.self,
                UpdateUserPoolClientRequest(clientID: id, userPoolID: other)
            )
        }
        try await under.call(
            DeleteUserPoolClient.self,
            DeleteUserPoolClientRequest(clientID: id, userPoolID: PoolUnderTest.poolID)
        )
        await expectRefusal("ResourceNotFoundException", message) { try await describe(id) }
    }

    @Test("a name gives a client its id, if nobody has it")
    func customID() async throws {
        let made = try await under.makeClient { $0.clientName = "_custom_id_:myclient123" }
        #expect(made.clientID?.value == "myclient123" && made.clientName == "_custom_id_:myclient123")
        var update = UpdateUserPoolClientRequest(clientID: "myclient123", userPoolID: PoolUnderTest.poolID)
        update.clientName = made.clientName
        #expect(try await under.call(UpdateUserPoolClient.self, update).userPoolClient?.clientName == made.clientName)
        for name in ["_custom_id_:myclient123", "_custom_id_:", "_custom_id_:a b", "_custom_id_:a:b", "a:b"] {
            await expectRefusal("InvalidParameterException") { try await under.makeClient { $0.clientName = name } }
        }
    }

    @Test("two secrets work at a time, and the last one stays")
    func secrets() async throws {
        let made = try await under.makeClient { $0.generateSecret = true }
        let id = try #require(made.clientID)
        let first = try #require(made.clientSecret)
        var add = AddUserPoolClientSecretRequest(clientID: id, userPoolID: PoolUnderTest.poolID)
        let added = try await under.call(AddUserPoolClientSecret.self, add).clientSecretDescriptor
        let second = try #require(added?.clientSecretValue)
        add.clientSecret = "abcdefghijklmnopqrstuvwxyz"
        let third = add
        await expectRefusal("LimitExceededException") { try await under.call(AddUserPoolClientSecret.self, third) }

        try await under.signUp(clientID: id.value, secretHash: hash("alice", id, first))
        try await under.signUp("bob", clientID: id.value, secretHash: hash("bob", id, second))
        try await refresh("alice", id, first, asking: second)
        let list = try await listed(id)
        #expect(list.count == 2 && list.allSatisfy { $0.clientSecretValue == nil })
        #expect(list.last?.clientSecretID == added?.clientSecretID)

        try await delete(list.first?.clientSecretID, of: id)
        await expectRefusal("NotAuthorizedException") {
            try await under.signUp("carol", clientID: id.value, secretHash: hash("carol", id, first))
        }
        try await under.signUp("carol", clientID: id.value, secretHash: hash("carol", id, second))
        await expectRefusal("ResourceNotFoundException") { try await delete(list.first?.clientSecretID, of: id) }
        await expectRefusal("InvalidParameterException") { try await delete(list.last?.clientSecretID, of: id) }

        let own = try await under.call(AddUserPoolClientSecret.self, third).clientSecretDescriptor
        #expect(own?.clientSecretValue == nil && own?.clientSecretID != nil)
        try await under.signUp("dave", clientID: id.value, secretHash: hash("dave", id, "abcdefghijklmnopqrstuvwxyz"))
        #expect(try await describe(id)?.clientSecret?.value == second.value)
    }

    @Test("a client without a secret gets none")
    func publicClient() async throws {
        let id = Sensitive(PoolUnderTest.clientID)
        #expect(try await listed(id).isEmpty)
        await expectRefusal("InvalidParameterException") {
            try await under.call(
                AddUserPoolClientSecret.self,
                AddUserPoolClientSecretRequest(clientID: id, userPoolID: PoolUnderTest.poolID)
            )
        }
    }

    /// Signs in under one secret, and refreshes under the other.
    private func refresh(
        _ name: String,
        _ id: Sensitive<String>,
        _ first: Sensitive<String>,
        asking second: Sensitive<String>
    ) async throws {
        try await under.setPassword(PoolUnderTest.password, of: name)
        let tokens = try await under.initiate(
            .userPasswordAuth,
            ["USERNAME": name, "PASSWORD": PoolUnderTest.password, "SECRET_HASH": hash(name, id, first)],
            clientID: id.value
        ).authenticationResult
        var request = GetTokensFromRefreshTokenRequest(clientID: id, refreshToken: try #require(tokens?.refreshToken))
        request.clientSecret = second
        #expect(try await under.call(GetTokensFromRefreshToken.self, request).authenticationResult != nil)
        request.clientSecret = "zyxwvutsrqponmlkjihgfedcba"
        let bad = request
        await expectRefusal("NotAuthorizedException") { try await under.call(GetTokensFromRefreshToken.self, bad) }
    }

    private func listed(_ id: Sensitive<String>) async throws -> [ClientSecretDescriptorType] {
        let request = ListUserPoolClientSecretsRequest(clientID: id, userPoolID: PoolUnderTest.poolID)
        return try await under.call(ListUserPoolClientSecrets.self, request).clientSecrets ?? []
    }

    private func delete(_ secretID: String?, of id: Sensitive<String>) async throws {
        let request = DeleteUserPoolClientSecretRequest(
            clientID: id,
            clientSecretID: try #require(secretID),
            userPoolID: PoolUnderTest.poolID
        )
        try await under.call(DeleteUserPoolClientSecret.self, request)
    }

    private func describe(_ id: Sensitive<String>) async throws -> UserPoolClientType? {
        let request = DescribeUserPoolClientRequest(clientID: id, userPoolID: PoolUnderTest.poolID)
        return try await under.call(DescribeUserPoolClient.self, request).userPoolClient
    }

    private func hash(_ name: String, _ id: Sensitive<String>, _ secret: Sensitive<String>) throws -> String {
        try SecretHash.make(username: name, clientID: id.value, clientSecret: SecretBytes(utf8: secret.value))
    }
}
