import CognitoWire
import LocalPool
import Testing

@Suite("Resource servers") struct ResourceServerTests {
    private static let identifier = "https://solar.example.com"
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a server is made, shown, changed and deleted")
    func lifeCycle() async throws {
        let made = try await make(scopes: ["read", "write"])
        #expect(made.identifier == Self.identifier && made.name == "solar" && made.managedBy == nil)
        #expect(made.scopes?.map(\.scopeName) == ["read", "write"] && made.userPoolID == PoolUnderTest.poolID)
        #expect(try await describe().scopes?.map(\.scopeDescription) == ["may read", "may write"])
        let update = UpdateResourceServerRequest(
            identifier: Self.identifier,
            name: "sun",
            userPoolID: PoolUnderTest.poolID
        )
        let changed = try await under.call(UpdateResourceServer.self, update).resourceServer
        #expect(changed.name == "sun" && changed.scopes?.isEmpty == true)
        let delete = DeleteResourceServerRequest(identifier: Self.identifier, userPoolID: PoolUnderTest.poolID)
        try await under.call(DeleteResourceServer.self, delete)
        let complaint = "Resource server \(Self.identifier) does not exist."
        await expectRefusal("ResourceNotFoundException", complaint) { try await describe() }
        await expectRefusal("ResourceNotFoundException", complaint) {
            try await under.call(UpdateResourceServer.self, update)
        }
        await expectRefusal("ResourceNotFoundException", complaint) {
            try await under.call(DeleteResourceServer.self, delete)
        }
    }

    @Test("an identifier is taken once, and a scope is named once")
    func duplicates() async throws {
        try await make(scopes: ["read"])
        await expectRefusal(
            "InvalidParameterException",
            "\(Self.identifier) already exists in user pool \(PoolUnderTest.poolID)."
        ) { try await make(scopes: []) }
        await expectRefusal("InvalidParameterException") { try await make("other", scopes: ["read", "read"]) }
        await expectRefusal("InvalidParameterException") { try await make("other", scopes: ["a/b"]) }
    }

    @Test("a client may have the scopes that there are")
    func scopes() async throws {
        try await make(scopes: ["read"])
        let client = try await under.makeClient { $0.allowedOAuthScopes = ["openid", "\(Self.identifier)/read"] }
        #expect(client.allowedOAuthScopes?.count == 2)
        await expectRefusal("ScopeDoesNotExistException") {
            try await under.makeClient { $0.allowedOAuthScopes = ["\(Self.identifier)/write"] }
        }
    }

    @Test("servers are listed by identifier, page by page")
    func pages() async throws {
        for identifier in ["c", "a", "b"] { try await make(identifier, scopes: ["read"]) }
        var request = ListResourceServersRequest(userPoolID: PoolUnderTest.poolID, maxResults: 2)
        let first = try await under.call(ListResourceServers.self, request)
        request.nextToken = first.nextToken
        let second = try await under.call(ListResourceServers.self, request)
        #expect((first.resourceServers + second.resourceServers).map(\.identifier) == ["a", "b", "c"])
        #expect(first.resourceServers.count == 2 && second.nextToken == nil)
        await expectRefusal("ResourceNotFoundException") {
            try await under.call(ListResourceServers.self, ListResourceServersRequest(userPoolID: "local_None"))
        }
    }

    @discardableResult
    private func make(
        _ identifier: String = Self.identifier,
        scopes: [String]
    ) async throws -> ResourceServerType {
        let request = CreateResourceServerRequest(
            identifier: identifier,
            name: "solar",
            userPoolID: PoolUnderTest.poolID,
            scopes: scopes.map { ResourceServerScopeType(scopeDescription: "may \($0)", scopeName: $0) }
        )
        return try await under.call(CreateResourceServer.self, request).resourceServer
    }

    private func describe() async throws -> ResourceServerType {
        let request = DescribeResourceServerRequest(identifier: Self.identifier, userPoolID: PoolUnderTest.poolID)
        return try await under.call(DescribeResourceServer.self, request).resourceServer
    }
}
