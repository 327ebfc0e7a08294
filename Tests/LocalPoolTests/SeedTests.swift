import ByteCoding
import CognitoSRP
import CognitoWire
import LocalPool
import Synchronization
import Testing

@Suite("Seeds") struct SeedTests {
    private static let document = """
        pools:
          - id: eu-west-1_Seeded001
            name: seeded
            settings:
              AutoVerifiedAttributes: [email]
              Schema: [{Name: team, AttributeDataType: String, Mutable: true}]
            mfa: {MfaConfiguration: OPTIONAL, SoftwareTokenMfaConfiguration: {Enabled: true}}
            clients:
              - id: abcdefghijklmnopqrstuvwxyz
                name: web
                secret: 0123456789abcdefghijklmnopqrstuvwxyz
                settings: {ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}
            groups:
              - {name: admins, precedence: 1, role: "arn:aws:iam::000000000000:role/admin"}
            resourceServers:
              - {Identifier: api, Name: api, Scopes: [{ScopeName: read, ScopeDescription: reads}]}
            users:
              - username: alice
                password: Passw0rd!
                attributes: {email: alice@example.com, email_verified: true, custom:team: "7"}
                groups: [admins]
                totpSecret: JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
                preferredMfa: SOFTWARE_TOKEN_MFA
              - {username: bob, status: UNCONFIRMED, enabled: false, attributes: {}}
        users:
          - {username: carol, password: Passw0rd!}
        """

    private let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("make pools, clients, groups and users, and leave alone what is there")
    func whole() async throws {
        let first = try await under.pool.seed(Array(Self.document.utf8))
        #expect(first.made.pools == 1 && first.made.clients == 1 && first.made.groups == 1 && first.made.users == 3)
        #expect(first.kept.pools == 1 && first.kept.users == 0)
        let again = try await under.pool.seed(Array(Self.document.utf8))
        #expect(again.made.users == 0 && again.made.pools == 0 && again.made.clients == 0 && again.made.groups == 0)
        #expect(again.kept.users == 3 && again.kept.pools == 2)

        let alice = try await under.call(
            AdminGetUser.self,
            AdminGetUserRequest(userPoolID: "eu-west-1_Seeded001", username: "alice")
        )
        let attributes = Dictionary((alice.userAttributes ?? []).map { ($0.name, $0.value?.value) }) { $1 }
        #expect(attributes["custom:team"] == "7" && attributes["email_verified"] == "true")
        #expect(alice.userStatus == .confirmed && alice.userMFASettingList == ["SOFTWARE_TOKEN_MFA"])
        let bob = try await under.call(
            AdminGetUser.self,
            AdminGetUserRequest(userPoolID: "eu-west-1_Seeded001", username: "bob")
        )
        #expect(bob.userStatus == .unconfirmed && bob.enabled == false)
    }

    @Test("users sign in with their passwords and second factors")
    func signIn() async throws {
        try await under.pool.seed(Array(Self.document.utf8))
        #expect(try await under.tokens("carol").accessToken != nil)
        let hash = try SecretHash.make(
            username: "alice",
            clientID: "abcdefghijklmnopqrstuvwxyz",
            clientSecret: SecretBytes(utf8: "0123456789abcdefghijklmnopqrstuvwxyz")
        )
        let step = try await under.initiate(
            .userPasswordAuth,
            ["USERNAME": "alice", "PASSWORD": PoolUnderTest.password, "SECRET_HASH": hash],
            clientID: "abcdefghijklmnopqrstuvwxyz"
        )
        #expect(step.challengeName == .softwareTokenMFA)
    }

    @Test("a verifier takes the place of a password")
    func verifier() async throws {
        let verifier = try SRPVerifier(
            identity: SRPIdentity(userPoolID: PoolUnderTest.poolID, userID: "dora"),
            password: SecretBytes(utf8: PoolUnderTest.password),
            random: .seeded(3)
        )
        let (salt, text) = (try verifier.saltBase64(), try verifier.verifierBase64())
        let seed = #"{"users": [{"username": "dora", "verifier": {"salt": "\#(salt)", "verifier": "\#(text)"}}]}"#
        try await under.pool.seed(Array(seed.utf8))
        #expect(try await under.signInWithSRP("dora").authenticationResult != nil)
    }

    @Test("triggers are kept with the data file, and HTTP hooks need something that sends them")
    func triggers() async throws {
        let command = "pools: [{triggers: {PreSignUp: {command: [/bin/false]}}}]"
        try await under.pool.seed(Array(command.utf8))
        await expectRefusal("UserLambdaValidationException") { try await under.signUp() }
        // A reset forgets it, and a snapshot brings no program back.
        let snapshot = try await under.pool.snapshot()
        try await under.pool.reset()
        try await under.signUp()
        try await under.pool.load(snapshot: snapshot)
        try await under.signUp()
        let hook = "pools: [{triggers: {PreSignUp: {url: 'http://127.0.0.1:1/'}}}]"
        let error = await #expect(throws: LocalPoolError.self) { try await under.pool.seed(Array(hook.utf8)) }
        #expect(error?.message.contains("pools[0].triggers.PreSignUp: ") == true)
    }

    @Test(
        "say where they do not do, and make nothing then",
        arguments: [
            ("users: [{username: eve}, {pasword: x}]", "users[1]: pasword is not one of"),
            ("users: [{username: eve}, {password: x}]", "users[1]: username is missing"),
            ("users: [{username: eve, groups: [none]}]", "users[0]: there is no group none"),
            ("users: [{username: eve, status: HAPPY}]", "users[0]: status is one of"),
            ("users: [{username: eve, sub: 7}]", "users[0]: sub must be a UUID"),
            ("users: [{username: eve, attributes: {email: nowhere}}]", "users[0]: Invalid email address format."),
            ("users: [{username: eve, attributes: {shoe: x}}]", "users[0]: Attributes did not conform"),
            ("users: [{username: eve, totpSecret: '!'}]", "users[0]: totpSecret must be base32"),
            ("users: [{username: eve, mfa: [SOFTWARE_TOKEN_MFA]}]", "users[0]: SOFTWARE_TOKEN_MFA needs"),
            ("users: [{username: eve, password: a, verifier: {salt: a, verifier: b}}]", "users[0]: password and"),
            ("users: [{username: eve, verifier: {salt: '!', verifier: b}}]", "users[0].verifier: a salt"),
            ("users: {username: eve}", "users: this must be a list"),
            ("users: [{username: eve}]\nusers: []", "users stands twice"),
            ("users: [{username: eve}]\npools: [{id: local_Nowhere}]", "pools[0]: there is no pool"),
            ("users: [{username: eve}]\npools: [{name: x, settings: {Polices: {}}}]", "Polices is no setting of Cr"),
            (
                "users: [{username: eve}]\npools: [{name: x, settings: {MfaConfiguration: SOMETIMES}}]",
                "pools[0].settings: "
            ),
            ("users: [{username: eve}]\npools: [{name: x, clients: [{}]}]", "pools[0].clients[0]: a client has"),
            ("users: [{username: eve}\n", "the seed is not YAML: line "),
            ("a: &a [x, x]\nusers: [*b]", "the seed is not YAML: "),
            ("users: [{username: eve}]\npools: [{triggers: {Never: {url: x}}}]", "Never is not one of PreSignUp"),
            ("users: [{username: eve}]\npools: [{triggers: {PreSignUp: {}}}]", "a trigger has a url or a command"),
            ("nothing: known", "nothing is not one of"),
        ]
    )
    func complaints(_ seed: String, _ complaint: String) async throws {
        let error = await #expect(throws: LocalPoolError.self) { try await under.pool.seed(Array(seed.utf8)) }
        #expect(error?.code == .invalidSeed && error?.message.contains(complaint) == true, "\(error?.message ?? "")")
        await expectRefusal("UserNotFoundException") {
            try await under.call(
                AdminGetUser.self,
                AdminGetUserRequest(userPoolID: PoolUnderTest.poolID, username: "eve")
            )
        }
        let pools = try await under.call(ListUserPools.self, ListUserPoolsRequest(maxResults: 10)).userPools
        #expect(pools?.count == 1)
    }

    @Test("aliases of YAML that would grow without end are refused")
    func laughs() async {
        var seed = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let references = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            seed += "a\(level): &a\(level) [\(references)]\n"
        }
        let bytes = Array(seed.utf8)
        let error = await #expect(throws: LocalPoolError.self) { try await under.pool.seed(bytes) }
        #expect(error?.message.contains("too many values") == true)
    }

    @Test("many users are loaded line by line, and loading them again changes nothing")
    func lines() async throws {
        let lines = Lines(
            (0..<5000).map { #"{"username": "user\#($0)", "attributes": {"email": "u\#($0)@example.com"}}"# }
        )
        let progress = Mutex<[Int]>([])
        let report = try await under.pool.loadUsers(lines) { count in progress.withLock { $0.append(count) } }
        #expect(report.made.users == 5000 && report.kept.users == 0)
        #expect(progress.withLock { $0 } == [4096, 5000])
        let again = try await under.pool.loadUsers(lines)
        #expect(again.made.users == 0 && again.kept.users == 5000)
    }

    @Test(
        "a line that does not do is named",
        arguments: [
            ("{", "line 2 is not JSON"), (#"{"name": "x"}"#, "line 2: name is not one of"),
            ("[]", "line 2: this must be"),
        ]
    )
    func badLine(_ line: String, _ complaint: String) async {
        let lines = Lines([#"{"username": "first"}"#, line])
        let error = await #expect(throws: LocalPoolError.self) { try await under.pool.loadUsers(lines) }
        #expect(error?.code == .invalidSeed && error?.message.hasPrefix(complaint) == true, "\(error?.message ?? "")")
        let unknown = await #expect(throws: LocalPoolError.self) {
            try await under.pool.loadUsers(lines, into: "local_Nowhere")
        }
        #expect(unknown?.code == .unknownPool)
    }
}

/// Lines of a text.
private struct Lines: AsyncSequence, Sendable {
    private let lines: [String]

    init(_ lines: [String]) {
        self.lines = lines
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var rest: ArraySlice<String>

        mutating func next() async throws -> [UInt8]? {
            rest.popFirst().map { Array($0.utf8) }
        }
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(rest: lines[...])
    }
}
