import ByteCoding
import CognitoClient
import CognitoWire
import LocalPool
import Testing
import UserPoolKit

@Suite("User data from a cache, and credentials of an identity pool") struct ProfileCacheTests {
    @Test("a cached user is shown again, past the cache the change is seen, and time ends it")
    func cache() async throws {
        let kit = try await KitUnderTest()
        try await kit.makeUser()
        let session = try await kit.signIn()
        let cache = ProfileCache(pool: kit.pool, lifetime: .seconds(60))
        #expect(try await cache.profile(of: session).attributes["nickname"] == nil)
        _ = try await kit.pool.updateAttributes(["nickname": "Al"], accessToken: session.accessToken)
        #expect(try await cache.profile(of: session).attributes["nickname"] == nil)
        #expect(try await cache.profile(of: session, bypassingCache: true).attributes["nickname"] == "Al")
        _ = try await kit.pool.updateAttributes(["nickname": "Ali"], accessToken: session.accessToken)
        #expect(try await cache.profile(of: session).attributes["nickname"] == "Al")
        kit.clock.advance(by: .seconds(61))
        #expect(try await cache.profile(of: session).attributes["nickname"] == "Ali")
    }

    @Test("another token of the user is never answered from the cache")
    func otherToken() async throws {
        let kit = try await KitUnderTest()
        try await kit.makeUser()
        let (first, second) = (try await kit.signIn(), try await kit.signIn())
        let cache = ProfileCache(pool: kit.pool)
        _ = try await cache.profile(of: first)
        try await kit.pool.revoke(#require(second.tokens.refreshToken))
        await expectRefusal("tokenRevoked") { try await cache.profile(of: second) }
    }

    @Test("the ID token gets credentials from an identity pool; another pool's name does not")
    func identityPool() async throws {
        let kit = try await KitUnderTest()
        try await kit.makeUser()
        let login = try #require(try await kit.signIn().tokens.identityPoolLogin)
        #expect(login.provider.hasSuffix(kit.pool.id) && !login.provider.contains("://"))
        let identities = try await kit.administer(
            IdentityPools.CreateIdentityPool.self,
            IdentityPools.CreateIdentityPoolInput(
                allowUnauthenticatedIdentities: false,
                identityPoolName: "test",
                cognitoIdentityProviders: [
                    .init(clientID: kit.pool.appClient.id, providerName: login.provider)
                ]
            )
        ).identityPoolID
        try await kit.administer(
            IdentityPools.SetIdentityPoolRoles.self,
            IdentityPools.SetIdentityPoolRolesInput(
                identityPoolID: identities,
                roles: ["authenticated": "arn:aws:iam::123456789012:role/users"]
            )
        )
        let identity = try await kit.administer(
            IdentityPools.GetId.self,
            IdentityPools.GetIdInput(identityPoolID: identities, logins: login.logins)
        ).identityID
        let answer = try await kit.administer(
            IdentityPools.GetCredentialsForIdentity.self,
            IdentityPools.GetCredentialsForIdentityInput(identityID: #require(identity), logins: login.logins)
        )
        #expect(answer.credentials?.accessKeyID?.isEmpty == false)
        let error = await #expect(throws: CognitoClientError.self) {
            try await kit.administer(
                IdentityPools.GetId.self,
                IdentityPools.GetIdInput(identityPoolID: identities, logins: ["another/\(kit.pool.id)": login.token])
            )
        }
        #expect(error?.serviceCode == .notAuthorized)
    }
}
