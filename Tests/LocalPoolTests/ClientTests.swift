import ByteCoding
import CognitoSRP
import CognitoWire
import LocalPool
import Testing

@Suite("App clients and pools") struct ClientTests {
    private static let secret = "abcdefghijklmnopqrstuvwxyz0123456789"
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a client with a secret must prove it at every step")
    func secretHash() async throws {
        let under = try PoolUnderTest { $0.clientSecret = SecretBytes(utf8: Self.secret) }
        let missing = "Client \(PoolUnderTest.clientID) is configured with secret but SECRET_HASH was not received"
        let wrong = "SecretHash does not match for the client: \(PoolUnderTest.clientID)"
        await expectRefusal("NotAuthorizedException", missing) { try await under.signUp() }
        await expectRefusal("NotAuthorizedException", wrong) {
            try await under.signUp(secretHash: hash("bob"))
        }
        let signUp = try await under.signUp(secretHash: hash("alice"))
        try await under.setPassword(PoolUnderTest.password)
        let parameters = ["USERNAME": "alice", "PASSWORD": PoolUnderTest.password]
        await expectRefusal("NotAuthorizedException", missing) {
            try await under.initiate(.userPasswordAuth, parameters)
        }
        let result = try await under.initiate(
            .userPasswordAuth,
            parameters.merging(["SECRET_HASH": hash("alice")]) { $1 }
        ).authenticationResult
        let token = try #require(result?.refreshToken)
        for name in ["alice", signUp.userSub] {
            let refresh = ["REFRESH_TOKEN": token.value, "SECRET_HASH": try hash(name)]
            #expect(try await under.initiate(.refreshTokenAuth, refresh).authenticationResult != nil)
        }
        await expectRefusal("NotAuthorizedException", wrong) {
            try await under.initiate(.refreshTokenAuth, ["REFRESH_TOKEN": token.value, "SECRET_HASH": hash("bob")])
        }
        let plain = GetTokensFromRefreshTokenRequest(
            clientID: Sensitive(PoolUnderTest.clientID),
            refreshToken: token,
            clientSecret: Sensitive(Self.secret)
        )
        #expect(try await under.call(GetTokensFromRefreshToken.self, plain).authenticationResult != nil)
        var bad = plain
        bad.clientSecret = Sensitive(Self.secret.uppercased())
        let request = bad
        await expectRefusal("NotAuthorizedException") { try await under.call(GetTokensFromRefreshToken.self, request) }
    }

    @Test("a client without a secret takes no hash")
    func unexpectedHash() async throws {
        await expectRefusal("NotAuthorizedException") { try await under.signUp(secretHash: hash("alice")) }
    }

    @Test("only the flows that the client allows are begun")
    func flows() async throws {
        try await under.makeUser()
        let password = ["USERNAME": "alice", "PASSWORD": PoolUnderTest.password]
        let srp = ["USERNAME": "alice", "SRP_A": "2"]
        let byDefault = try #require(try await under.makeClient { $0.explicitAuthFlows = nil }.clientID?.value)
        await expectRefusal("InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client") {
            try await under.initiate(.userPasswordAuth, password, clientID: byDefault)
        }
        #expect(try await under.initiate(.userSRPAuth, srp, clientID: byDefault).challengeName == .passwordVerifier)
        let only = try #require(
            try await under.makeClient { $0.explicitAuthFlows = [.allowUserPasswordAuth] }.clientID?.value
        )
        await expectRefusal("InvalidParameterException", "USER_SRP_AUTH is not enabled for the client.") {
            try await under.initiate(.userSRPAuth, srp, clientID: only)
        }
        #expect(try await under.initiate(.userPasswordAuth, password, clientID: only).authenticationResult != nil)
    }

    @Test("a custom flow without triggers, and a flow that nobody knows, are refused")
    func otherFlows() async throws {
        let message = "Custom auth lambda trigger is not configured for the user pool."
        await expectRefusal("InvalidParameterException", message) {
            try await under.initiate(.customAuth, ["USERNAME": "alice"])
        }
        await expectRefusal("InvalidParameterException") {
            try await under.initiate(AuthFlowType(rawValue: "PALM_READING"), ["USERNAME": "alice"])
        }
    }

    @Test("a client is made with a secret, described, and listed page by page")
    func clients() async throws {
        let made = try await under.makeClient { $0.generateSecret = true }
        #expect(made.clientID?.value.wholeMatch(of: #/[0-9a-z]{26}/#) != nil)
        #expect(made.clientSecret?.value.wholeMatch(of: #/[0-9a-z]{51}/#) != nil)
        let described = try await under.call(
            DescribeUserPoolClient.self,
            DescribeUserPoolClientRequest(clientID: #require(made.clientID), userPoolID: PoolUnderTest.poolID)
        ).userPoolClient
        #expect(described?.clientSecret?.value == made.clientSecret?.value)
        #expect(described?.clientName == "test" && described?.creationDate == under.clock.now)
        var request = ListUserPoolClientsRequest(userPoolID: PoolUnderTest.poolID, maxResults: 1)
        let first = try await under.call(ListUserPoolClients.self, request)
        request.nextToken = first.nextToken
        let second = try await under.call(ListUserPoolClients.self, request)
        let ids = [first, second].flatMap { $0.userPoolClients ?? [] }.compactMap { $0.clientID?.value }
        #expect(Set(ids) == [PoolUnderTest.clientID, try #require(made.clientID?.value)])
        #expect(first.nextToken != nil && second.nextToken == nil)
    }

    @Test("lifetimes outside of the service's ranges are refused")
    func lifetimes() async throws {
        await expectRefusal("InvalidParameterException") {
            try await under.makeClient {
                $0.accessTokenValidity = 299
                $0.tokenValidityUnits = TokenValidityUnitsType(accessToken: .seconds)
            }
        }
        let client = try await under.makeClient {
            $0.accessTokenValidity = 5
            $0.tokenValidityUnits = TokenValidityUnitsType(accessToken: .minutes)
        }
        try await under.makeUser()
        let result = try await under.initiate(
            .userPasswordAuth,
            ["USERNAME": "alice", "PASSWORD": PoolUnderTest.password],
            clientID: #require(client.clientID?.value)
        ).authenticationResult
        #expect(result?.expiresIn == 300)
    }

    @Test("a client sees only what it may read, and writes only what it may write")
    func attributeRights() async throws {
        try await under.makeUser()
        let client = try await under.makeClient {
            $0.readAttributes = ["email"]
            $0.writeAttributes = ["email"]
        }
        let clientID = try #require(client.clientID?.value)
        let result = try await under.initiate(
            .userPasswordAuth,
            ["USERNAME": "alice", "PASSWORD": PoolUnderTest.password],
            clientID: clientID
        ).authenticationResult
        #expect(try await under.profile(result?.accessToken).userAttributes.map(\.name) == ["sub", "email"])
        let claims = try Token(#require(result?.idToken?.value)).claims
        #expect(claims["email"] != nil && claims["email_verified"] == nil)
        await expectRefusal("NotAuthorizedException", "A client attempted to write unauthorized attribute") {
            try await under.signUp("bob", attributes: ["name": "Bob"], clientID: clientID)
        }
    }

    @Test("pools are listed and described")
    func pools() async throws {
        let list = try await under.call(ListUserPools.self, ListUserPoolsRequest(maxResults: 10))
        #expect(list.userPools?.map(\.id) == [PoolUnderTest.poolID] && list.nextToken == nil)
        try await under.makeUser()
        let pool = try await under.call(
            DescribeUserPool.self,
            DescribeUserPoolRequest(userPoolID: PoolUnderTest.poolID)
        ).userPool
        #expect(pool?.name == "local" && pool?.mfaConfiguration == .optional && pool?.estimatedNumberOfUsers == 1)
        #expect(pool?.policies?.passwordPolicy?.minimumLength == 8 && pool?.autoVerifiedAttributes == [.email])
        await expectRefusal("ResourceNotFoundException", "User pool local_None does not exist.") {
            try await under.call(DescribeUserPool.self, DescribeUserPoolRequest(userPoolID: "local_None"))
        }
    }

    @Test("users are listed by name, page by page")
    func users() async throws {
        for name in ["carol", "alice", "bob"] { try await under.signUp(name, attributes: [:]) }
        var request = ListUsersRequest(userPoolID: PoolUnderTest.poolID, limit: 2)
        let first = try await under.call(ListUsers.self, request)
        request.paginationToken = first.paginationToken
        let second = try await under.call(ListUsers.self, request)
        let names = [first, second].flatMap { $0.users ?? [] }.compactMap { $0.username?.value }
        #expect(names == ["alice", "bob", "carol"] && second.paginationToken == nil)
        request.paginationToken = "!"
        let malformed = request
        await expectRefusal("InvalidParameterException") { try await under.call(ListUsers.self, malformed) }
    }

    private func hash(_ username: String) throws -> String {
        try SecretHash.make(
            username: username,
            clientID: PoolUnderTest.clientID,
            clientSecret: SecretBytes(utf8: Self.secret)
        )
    }
}
