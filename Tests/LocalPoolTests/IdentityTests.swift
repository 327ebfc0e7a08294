import ByteCoding
import CognitoWire
import LocalPool
import Testing

@Suite("Identities") struct IdentityTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("each guest is another, and gets credentials in the form of real ones")
    func guests() async throws {
        let pool = try await under.makeIdentityPool()
        let guest = try await under.identity(in: pool)
        #expect(try await under.identity(in: pool) != guest)
        let answer = try await under.credentials(of: guest)
        #expect(answer.identityID == guest)
        #expect(answer.credentials?.accessKeyID?.wholeMatch(of: #/ASIA[A-Z2-7]{16}/#) != nil)
        #expect(answer.credentials?.secretKey?.value.count == 40)
        #expect(answer.credentials?.sessionToken.map { $0.count > 500 } == true)
        #expect(answer.credentials?.expiration == under.clock.now.adding(.seconds(3600)))
        #expect(try await under.credentials(of: guest).credentials?.accessKeyID != answer.credentials?.accessKeyID)
    }

    @Test("a pool without guests refuses them")
    func noGuests() async throws {
        try await under.makeUser()
        let pool = try await under.makeIdentityPool { $0.allowUnauthenticatedIdentities = false }
        let complaint = "Unauthenticated access is not supported for this identity pool."
        await expectRefusal("NotAuthorizedException", complaint) { try await under.identity(in: pool) }
        let alice = try await under.identity(in: pool, logins: under.logins())
        await expectRefusal("NotAuthorizedException", complaint) { try await under.credentials(of: alice) }
    }

    @Test("a user has one identity, under either name of the user pool, and must show the login for it")
    func users() async throws {
        try await under.makeUser()
        try await under.makeUser("bob", attributes: ["email": "bob@example.com"])
        let pool = try await under.makeIdentityPool()
        let alice = try await under.identity(in: pool, logins: under.logins())
        let again = try await under.logins(provider: PoolUnderTest.ownProvider)
        #expect(try await under.identity(in: pool, logins: again) == alice)
        let bob = try await under.identity(in: pool, logins: under.logins("bob"))
        #expect(bob != alice)
        #expect(try await under.credentials(of: alice, logins: again).identityID == alice)
        await expectRefusal("NotAuthorizedException", "Access to Identity '\(alice)' is forbidden.") {
            try await under.credentials(of: alice)
        }
        await expectRefusal(
            "NotAuthorizedException",
            "Logins don't match. Please include at least one valid login for this identity or identity pool."
        ) { try await under.credentials(of: alice, logins: under.logins("bob")) }
        #expect(try await describe(alice).logins == [PoolUnderTest.serviceProvider])
        let elsewhere = try await under.makeIdentityPool(provider: PoolUnderTest.ownProvider)
        #expect(try await under.identity(in: elsewhere, logins: under.logins()) != alice)
    }

    @Test("a guest who signs in stays the same, or becomes who the user was before")
    func merge() async throws {
        try await under.makeUser()
        let pool = try await under.makeIdentityPool()
        let first = try await under.identity(in: pool)
        #expect(try await under.credentials(of: first, logins: under.logins()).identityID == first)
        #expect(try await under.identity(in: pool, logins: under.logins()) == first)
        let second = try await under.identity(in: pool)
        #expect(try await under.credentials(of: second, logins: under.logins()).identityID == first)
        #expect(try await under.credentials(of: second, logins: under.logins()).identityID == first)
        await expectRefusal("NotAuthorizedException") { try await under.credentials(of: second) }
        #expect(try await list(pool, hiding: false) == Set([first, second]))
        #expect(try await list(pool, hiding: true) == [first])
    }

    @Test("tokens that are not right are refused, each with its reason")
    func wrongTokens() async throws {
        try await under.makeUser()
        let pool = try await under.makeIdentityPool()
        let tokens = try await under.tokens()
        let identity = try #require(tokens.idToken?.value)
        let access = try #require(tokens.accessToken?.value)
        let forged = String(identity.dropLast(6)) + (identity.hasSuffix("AAAAAA") ? "BBBBBA" : "AAAAAA")
        let name = PoolUnderTest.serviceProvider
        for (login, reason) in [
            ([name: "nonsense"], "Not a valid OpenId Connect identity token."),
            ([name: forged], "Couldn't verify signed token."),
            ([name: access], "Missing a required claim: aud"),
        ] {
            await expectRefusal("NotAuthorizedException", "Invalid login token. \(reason)") {
                try await under.identity(in: pool, logins: login.mapValues { Sensitive($0) })
            }
        }
        for stranger in ["graph.facebook.com", "cognito-idp.local.amazonaws.com/local_None"] {
            await expectRefusal("NotAuthorizedException", Self.noMatch) {
                try await under.identity(in: pool, logins: [stranger: Sensitive(identity)])
            }
        }
        under.clock.advance(by: .seconds(3601))
        let (now, end) = (under.clock.now.seconds, under.clock.now.seconds - 1)
        await expectRefusal("NotAuthorizedException", "Invalid login token. Token expired: \(now) >= \(end)") {
            try await under.identity(in: pool, logins: [name: Sensitive(identity)])
        }
    }

    @Test("tokens of a client that the pool does not name, or of another user pool, are refused")
    func wrongProviders() async throws {
        try await under.makeUser()
        let logins = try await under.logins()
        let otherClient = try await under.makeIdentityPool {
            $0.cognitoIdentityProviders?[0].clientID = "another"
        }
        await expectRefusal(
            "NotAuthorizedException",
            "Token is not from a supported provider of this identity pool."
        ) { try await under.identity(in: otherClient, logins: logins) }
        let otherPool = "cognito-idp.local.amazonaws.com/local_Other"
        let elsewhere = try await under.makeIdentityPool(provider: otherPool)
        await expectRefusal("NotAuthorizedException", Self.noMatch) {
            try await under.identity(in: elsewhere, logins: logins)
        }
        let token = try #require(logins.values.first)
        await expectRefusal("NotAuthorizedException", "Invalid login token. Issuer doesn't match providerName") {
            try await under.identity(in: elsewhere, logins: [otherPool: token])
        }
        let social = try await under.makeIdentityPool { $0.supportedLoginProviders = ["graph.facebook.com": "1"] }
        await expectRefusal("NotAuthorizedException", "Logins of graph.facebook.com are not offered by LocalPool.") {
            try await under.identity(in: social, logins: ["graph.facebook.com": token])
        }
    }

    @Test("a pool that asks the user pool refuses who was signed out everywhere")
    func serverSideCheck() async throws {
        try await under.makeUser()
        let asking = try await under.makeIdentityPool { $0.cognitoIdentityProviders?[0].serverSideTokenCheck = true }
        let trusting = try await under.makeIdentityPool()
        let tokens = try await under.tokens()
        let logins = [PoolUnderTest.serviceProvider: try #require(tokens.idToken)]
        _ = try await under.identity(in: asking, logins: logins)
        try await under.call(GlobalSignOut.self, GlobalSignOutRequest(accessToken: #require(tokens.accessToken)))
        await expectRefusal("NotAuthorizedException") { try await under.identity(in: asking, logins: logins) }
        _ = try await under.identity(in: trusting, logins: logins)
    }

    @Test("identities are described, listed and deleted")
    func lists() async throws {
        let pool = try await under.makeIdentityPool()
        var guests: Set<String> = []
        for _ in 0..<3 { guests.insert(try await under.identity(in: pool)) }
        let guest = try #require(guests.first)
        let described = try await describe(guest)
        #expect(described.creationDate == under.clock.now && described.logins?.isEmpty == true)
        var request = IdentityPools.ListIdentitiesInput(identityPoolID: pool, maxResults: 2)
        let first = try await under.call(IdentityPools.ListIdentities.self, request)
        request.nextToken = first.nextToken
        let second = try await under.call(IdentityPools.ListIdentities.self, request)
        #expect(Set([first, second].flatMap { $0.identities ?? [] }.compactMap(\.identityID)) == guests)
        #expect(second.nextToken == nil && second.identityPoolID == pool)
        let missing = "local:00000000-0000-0000-0000-000000000000"
        let deleted = try await under.call(
            IdentityPools.DeleteIdentities.self,
            IdentityPools.DeleteIdentitiesInput(identityIDsToDelete: [guest, missing])
        )
        #expect(deleted.unprocessedIdentityIDs?.map(\.identityID) == [missing])
        for gone in [guest, missing] {
            let complaint = "Identity '\(gone)' not found."
            await expectRefusal("ResourceNotFoundException", complaint) { try await describe(gone) }
            await expectRefusal("ResourceNotFoundException", complaint) { try await under.credentials(of: gone) }
            await expectRefusal("ResourceNotFoundException", complaint) { try await under.identityToken(of: gone) }
        }
        await expectRefusal("ResourceNotFoundException") { try await list(missing, hiding: false) }
        await expectRefusal("ResourceNotFoundException") { try await under.identity(in: missing) }
        await expectRefusal("InvalidParameterException") {
            try await under.call(
                IdentityPools.DeleteIdentities.self,
                IdentityPools.DeleteIdentitiesInput(identityIDsToDelete: [])
            )
        }
    }

    @Test("a login is unlinked by whoever has it, and by nobody else")
    func unlink() async throws {
        try await under.makeUser()
        try await under.makeUser("bob", attributes: ["email": "bob@example.com"])
        let pool = try await under.makeIdentityPool()
        let alice = try await under.identity(in: pool, logins: under.logins())
        await expectRefusal("NotAuthorizedException") { try await unlink(alice, under.logins("bob")) }
        await expectRefusal("NotAuthorizedException") {
            try await unlink(alice, under.logins(), removing: "graph.facebook.com")
        }
        try await unlink(alice, under.logins())
        #expect(try await describe(alice).logins?.isEmpty == true)
        #expect(try await under.identity(in: pool, logins: under.logins()) != alice)
    }

    private static let noMatch =
        "Logins don't match. Please include at least one valid login for this identity or identity pool."

    private func describe(_ id: String) async throws -> IdentityPools.IdentityDescription {
        try await under.call(
            IdentityPools.DescribeIdentity.self,
            IdentityPools.DescribeIdentityInput(identityID: id)
        )
    }

    private func list(_ pool: String, hiding: Bool) async throws -> Set<String> {
        let request = IdentityPools.ListIdentitiesInput(identityPoolID: pool, maxResults: 60, hideDisabled: hiding)
        let identities = try await under.call(IdentityPools.ListIdentities.self, request).identities ?? []
        return Set(identities.compactMap(\.identityID))
    }

    private func unlink(
        _ id: String,
        _ logins: [String: Sensitive<String>],
        removing name: String = PoolUnderTest.serviceProvider
    ) async throws {
        try await under.call(
            IdentityPools.UnlinkIdentity.self,
            IdentityPools.UnlinkIdentityInput(identityID: id, logins: logins, loginsToRemove: [name])
        )
    }
}
