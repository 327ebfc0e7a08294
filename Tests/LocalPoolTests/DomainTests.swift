import CognitoWire
import LocalPool
import Testing

@Suite("Domains of pools") struct DomainTests {
    private static let certificate = "arn:aws:acm:us-east-1:000000000000:certificate/one"
    private let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a prefix and a domain of one's own are made, described, changed and deleted")
    func domains() async throws {
        try await make("ours")
        let own = try await make("auth.example.com", certificate: Self.certificate)
        #expect(own.cloudFrontDomain?.isEmpty == false)
        let pool = try await under.describePool(PoolUnderTest.poolID)
        #expect(pool.domain == "ours" && pool.customDomain == "auth.example.com")
        var update = UpdateUserPoolDomainRequest(domain: "ours", userPoolID: PoolUnderTest.poolID)
        update.managedLoginVersion = 2
        try await under.call(UpdateUserPoolDomain.self, update)
        let described = try await describe("ours")
        #expect(described?.managedLoginVersion == 2 && described?.status == .active)
        #expect(described?.userPoolID == PoolUnderTest.poolID && described?.customDomainConfig == nil)
        try await delete("ours")
        #expect(try await describe("ours")?.domain == nil)
        #expect(try await under.describePool(PoolUnderTest.poolID).domain == nil)
    }

    @Test("a domain is one pool's, and a pool has one of each kind")
    func conflicts() async throws {
        let other = try #require(try await under.makePool().id)
        try await make("ours")
        await expectRefusal("InvalidParameterException", "Domain already associated with another user pool.") {
            try await make("ours", pool: other)
        }
        await expectRefusal("LimitExceededException") { try await make("theirs") }
        await expectRefusal("ResourceNotFoundException") { try await delete("ours", pool: other) }
        await expectRefusal("ResourceNotFoundException") { try await delete("theirs") }
        await expectRefusal("ResourceNotFoundException") {
            try await under.call(
                UpdateUserPoolDomain.self,
                UpdateUserPoolDomainRequest(domain: "theirs", userPoolID: PoolUnderTest.poolID)
            )
        }
    }

    @Test(
        "names and versions that the service does not take are refused",
        arguments: ["my-cognito", "Ours", "-a", "", "a.b"]
    )
    func malformed(domain: String) async throws {
        await expectRefusal("InvalidParameterException") { try await make(domain) }
        await expectRefusal("InvalidParameterException") { try await make("ours", version: 3) }
        await expectRefusal("InvalidParameterException") { try await make("a..b", certificate: Self.certificate) }
        #expect(try await under.describePool(PoolUnderTest.poolID).domain == nil)
    }

    @discardableResult
    private func make(
        _ domain: String,
        pool: String = PoolUnderTest.poolID,
        certificate: String? = nil,
        version: Int? = nil
    ) async throws -> CreateUserPoolDomainResponse {
        var request = CreateUserPoolDomainRequest(domain: domain, userPoolID: pool)
        request.customDomainConfig = certificate.map { CustomDomainConfigType(certificateARN: $0) }
        request.managedLoginVersion = version
        return try await under.call(CreateUserPoolDomain.self, request)
    }

    private func describe(_ domain: String) async throws -> DomainDescriptionType? {
        let request = DescribeUserPoolDomainRequest(domain: domain)
        return try await under.call(DescribeUserPoolDomain.self, request).domainDescription
    }

    private func delete(_ domain: String, pool: String = PoolUnderTest.poolID) async throws {
        let request = DeleteUserPoolDomainRequest(domain: domain, userPoolID: pool)
        try await under.call(DeleteUserPoolDomain.self, request)
    }
}
