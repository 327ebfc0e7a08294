import ByteCoding
import CognitoWire
import LocalPool
import Testing

@Suite("Identity pools") struct IdentityPoolTests {
    private static let unknown = "local:00000000-0000-0000-0000-000000000000"
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a pool is made, shown, changed and deleted")
    func lifeCycle() async throws {
        let id = try await under.makeIdentityPool { $0.identityPoolTags = ["team": "sun"] }
        #expect(id.wholeMatch(of: #/local:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#) != nil)
        var pool = try await describe(id)
        #expect(pool.identityPoolName == "visitors" && pool.allowUnauthenticatedIdentities)
        pool.identityPoolName = "members"
        pool.allowUnauthenticatedIdentities = false
        pool.identityPoolTags = nil
        let changed = try await under.call(IdentityPools.UpdateIdentityPool.self, pool)
        #expect(changed.identityPoolName == "members" && changed.identityPoolTags == ["team": "sun"])
        #expect(try await describe(id).allowUnauthenticatedIdentities == false)
        let delete = IdentityPools.DeleteIdentityPoolInput(identityPoolID: id)
        try await under.call(IdentityPools.DeleteIdentityPool.self, delete)
        let complaint = "IdentityPool '\(id)' not found."
        let gone = pool
        await expectRefusal("ResourceNotFoundException", complaint) { try await describe(id) }
        await expectRefusal("ResourceNotFoundException", complaint) {
            try await under.call(IdentityPools.UpdateIdentityPool.self, gone)
        }
        await expectRefusal("ResourceNotFoundException", complaint) {
            try await under.call(IdentityPools.DeleteIdentityPool.self, delete)
        }
    }

    @Test("a user pool that is named in part, and an id that is none, are refused")
    func malformed() async throws {
        await expectRefusal("InvalidParameterException", "Invalid Cognito Identity Provider") {
            try await under.makeIdentityPool { $0.cognitoIdentityProviders?[0].providerName = nil }
        }
        await expectRefusal("InvalidParameterException", "Invalid Cognito Identity Provider") {
            try await under.makeIdentityPool { $0.cognitoIdentityProviders?[0].clientID = nil }
        }
        await expectRefusal("InvalidParameterException") { try await describe("nothing like an id") }
    }

    @Test("pools are listed page by page")
    func pages() async throws {
        var ids: Set<String> = []
        for _ in 0..<3 { ids.insert(try await under.makeIdentityPool()) }
        var request = IdentityPools.ListIdentityPoolsInput(maxResults: 2)
        let first = try await under.call(IdentityPools.ListIdentityPools.self, request)
        request.nextToken = first.nextToken
        let second = try await under.call(IdentityPools.ListIdentityPools.self, request)
        let listed = [first, second].flatMap { $0.identityPools ?? [] }
        #expect(Set(listed.compactMap(\.identityPoolID)) == ids && listed.first?.identityPoolName == "visitors")
        #expect(second.nextToken == nil)
        await expectRefusal("InvalidParameterException") {
            try await under.call(
                IdentityPools.ListIdentityPools.self,
                IdentityPools.ListIdentityPoolsInput(maxResults: 0)
            )
        }
    }

    @Test("tags are set, listed and removed; the user pools' operations of the same name are others")
    func tags() async throws {
        let id = try await under.makeIdentityPool()
        let arn = "arn:aws:cognito-identity:local:000000000000:identitypool/\(id)"
        try await under.call(
            IdentityPools.TagResource.self,
            IdentityPools.TagResourceInput(resourceARN: arn, tags: ["team": "sun", "stage": "test"])
        )
        try await under.call(
            IdentityPools.UntagResource.self,
            IdentityPools.UntagResourceInput(resourceARN: arn, tagKeys: ["stage"])
        )
        let list = IdentityPools.ListTagsForResourceInput(resourceARN: arn)
        #expect(try await under.call(IdentityPools.ListTagsForResource.self, list).tags == ["team": "sun"])
        #expect(try await describe(id).identityPoolTags == ["team": "sun"])
        for other in [arn.replacing("000000000000", with: "123456789012"), arn.replacing(id, with: Self.unknown)] {
            let complaint = "Resource '\(other)' not found."
            await expectRefusal("ResourceNotFoundException", complaint) {
                try await under.call(
                    IdentityPools.ListTagsForResource.self,
                    IdentityPools.ListTagsForResourceInput(resourceARN: other)
                )
            }
            await expectRefusal("ResourceNotFoundException", complaint) {
                try await under.call(
                    IdentityPools.TagResource.self,
                    IdentityPools.TagResourceInput(resourceARN: other, tags: ["team": "moon"])
                )
            }
            await expectRefusal("ResourceNotFoundException", complaint) {
                try await under.call(
                    IdentityPools.UntagResource.self,
                    IdentityPools.UntagResourceInput(resourceARN: other, tagKeys: ["team"])
                )
            }
        }
        #expect(IdentityPools.TagResource.target != TagResource.target)
    }

    @Test("roles and mappings are stored and shown")
    func roles() async throws {
        let id = try await under.makeIdentityPool()
        let mapping = IdentityPools.RoleMapping(type: .token, ambiguousRoleResolution: .deny)
        let key = "\(PoolUnderTest.serviceProvider):\(PoolUnderTest.clientID)"
        try await under.setRoles(["authenticated": PoolUnderTest.memberRole], mappings: [key: mapping], of: id)
        let request = IdentityPools.GetIdentityPoolRolesInput(identityPoolID: id)
        let roles = try await under.call(IdentityPools.GetIdentityPoolRoles.self, request)
        #expect(roles.roles == ["authenticated": PoolUnderTest.memberRole])
        #expect(roles.roleMappings?[key]?.ambiguousRoleResolution == .deny)
        await expectRefusal("InvalidParameterException") { try await under.setRoles(["cat": "meow"], of: id) }
        for wrong in [
            IdentityPools.RoleMapping(type: .token),
            IdentityPools.RoleMapping(type: .rules, ambiguousRoleResolution: .deny),
            IdentityPools.RoleMapping(type: .init(rawValue: "Dice"), ambiguousRoleResolution: .deny),
            IdentityPools.RoleMapping(type: .token, ambiguousRoleResolution: .init(rawValue: "Dice")),
        ] {
            await expectRefusal("InvalidParameterException") {
                try await under.setRoles([:], mappings: [key: wrong], of: id)
            }
        }
        await expectRefusal("ResourceNotFoundException") { try await under.setRoles([:], of: Self.unknown) }
        await expectRefusal("ResourceNotFoundException") {
            try await under.call(
                IdentityPools.GetIdentityPoolRoles.self,
                IdentityPools.GetIdentityPoolRolesInput(identityPoolID: Self.unknown)
            )
        }
    }

    @Test("what is not offered is refused by name")
    func others() async throws {
        await expectRefusal(
            "UnsupportedOperationException",
            "LookupDeveloperIdentity is not offered by LocalPool"
        ) {
            try await under.call(
                IdentityPools.LookupDeveloperIdentity.self,
                IdentityPools.LookupDeveloperIdentityInput(identityPoolID: Self.unknown)
            )
        }
    }

    private func describe(_ id: String) async throws -> IdentityPools.IdentityPool {
        try await under.call(
            IdentityPools.DescribeIdentityPool.self,
            IdentityPools.DescribeIdentityPoolInput(identityPoolID: id)
        )
    }
}
