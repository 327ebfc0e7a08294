import CognitoJWT
import Testing

@Suite("Rules and issuers") struct TokenRulesTests {
    @Test(
        "the addresses of key sets",
        arguments: [
            ("us-east-1_A", "amazonaws.com"), ("us-gov-west-1_A", "amazonaws.com"),
            ("cn-north-1_A", "amazonaws.com.cn"),
            ("eusc-de-east-1_A", "amazonaws.eu"), ("us-iso-east-1_A", "c2s.ic.gov"),
            ("us-isob-east-1_A", "sc2s.sgov.gov"), ("eu-isoe-west-1_A", "cloud.adc-e.uk"),
            ("us-isof-south-1_A", "csp.hci.ic.gov"), ("xx-new-9_A", "amazonaws.com"),
        ]
    )
    func addresses(poolID: String, suffix: String) throws {
        var rules = TokenRules(userPoolID: poolID, use: .either, clients: .any)
        let region = poolID.prefix { $0 != "_" }
        let original = "https://cognito-idp.\(region).\(suffix)/\(poolID)/.well-known/jwks.json"
        #expect(try TokenVerifier(rules).keySetURLs == [original])
        rules.issuers = .service([.original, .updated], replicaRegions: ["us-west-2"])
        #expect(
            try TokenVerifier(rules).keySetURLs(ofPool: poolID)
                == [
                    original, "https://cognito-idp.us-west-2.amazonaws.com/\(poolID)/.well-known/jwks.json",
                    "https://issuer-cognito-idp.\(region).\(suffix)/\(poolID)/.well-known/jwks.json",
                ].sorted()
        )
    }

    @Test("an issuer of one's own")
    func customIssuer() throws {
        var rules = TokenRules(userPoolID: "local_A", use: .either, clients: .any)
        #expect(code(of: rules) == .invalidRules)
        rules.issuers = .custom("http://127.0.0.1:9229/local_A")
        #expect(try TokenVerifier(rules).keySetURLs == ["http://127.0.0.1:9229/local_A/.well-known/jwks.json"])
        for text in ["", "127.0.0.1", "http://a/", "http://a?b", "http://a#b", "file:///a", "http://a b", "http://ä"] {
            rules.issuers = .custom(text)
            #expect(code(of: rules) == .invalidRules, "\(text)")
        }
    }

    /// A change that turns good rules into nonsense.
    struct Nonsense: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let change: @Sendable (inout TokenRules) -> Void

        static let all = [
            Nonsense("no pool id") { $0.userPoolID = "" }, Nonsense("no region") { $0.userPoolID = "_A" },
            Nonsense("no name") { $0.userPoolID = "eu-west-1_" },
            Nonsense("two names") { $0.userPoolID = "eu-west-1_A_B" },
            Nonsense("a path") { $0.userPoolID = "eu-west-1_A/../B" },
            Nonsense("a long id") { $0.userPoolID = "eu-west-1_\(String(repeating: "A", count: 46))" },
            Nonsense("a region of one word") { $0.userPoolID = "local_A" },
            Nonsense("a region in capitals") { $0.userPoolID = "EU-WEST-1_A" },
            Nonsense("no clients") { $0.clients = .anyOf([]) },
            Nonsense("an empty client") { $0.clients = .anyOf([""]) },
            Nonsense("a client twice") { $0.clients = .anyOf(["a", "a"]) },
            Nonsense("no groups") { $0.groupsAnyOf = [] }, Nonsense("no groups of all") { $0.groupsAllOf = [] },
            Nonsense("an empty group") { $0.groupsAllOf = ["a", ""] },
            Nonsense("no scopes") { $0.scopesAnyOf = [] }, Nonsense("no scopes of all") { $0.scopesAllOf = [] },
            Nonsense("two scopes in one") { $0.scopesAllOf = ["a b"] },
            Nonsense("scopes of ID tokens") { ($0.use, $0.scopesAnyOf) = (.id, ["a"]) },
            Nonsense("a leeway below zero") { $0.leeway = .seconds(-1) },
            Nonsense("a leeway over five minutes") { $0.leeway = .milliseconds(300_001) },
            Nonsense("no age at all") { $0.maximumAuthenticationAge = .zero },
            Nonsense("an age of centuries") { $0.maximumAuthenticationAge = .seconds(Int64.max) },
            Nonsense("no form of issuer") { $0.issuers = .service([]) },
            Nonsense("a replica of the updated form") {
                $0.issuers = .service([.updated], replicaRegions: ["us-west-2"])
            },
            Nonsense("a replica at home") { $0.issuers = .service([.original], replicaRegions: ["eu-west-1"]) },
            Nonsense("a replica nowhere") { $0.issuers = .service([.original], replicaRegions: ["evil.example"]) },
        ]

        private init(_ description: String, change: @escaping @Sendable (inout TokenRules) -> Void) {
            testDescription = description
            self.change = change
        }
    }

    @Test("rules that make no sense", arguments: Nonsense.all)
    func nonsense(_ nonsense: Nonsense) throws {
        var rules = TokenFactory.accessRules
        _ = try TokenVerifier(rules)
        nonsense.change(&rules)
        #expect(code(of: rules) == .invalidRules)
    }

    @Test("rules at the edges of sense")
    func edges() throws {
        var rules = TokenFactory.accessRules
        rules.leeway = TokenRules.greatestLeeway
        rules.maximumAuthenticationAge = .milliseconds(1)
        rules.use = .either
        rules.scopesAnyOf = ["a"]
        rules.clients = .any
        _ = try TokenVerifier(rules)
    }

    @Test("no pool, and one pool twice")
    func pools() {
        #expect(#expect(throws: JWTError.self) { try TokenVerifier([]) }?.code == .invalidRules)
        let rules = TokenFactory.accessRules
        #expect(#expect(throws: JWTError.self) { try TokenVerifier([rules, rules]) }?.code == .invalidRules)
    }

    private func code(of rules: TokenRules) -> JWTError.Code? {
        #expect(throws: JWTError.self) { try TokenVerifier(rules) }?.code
    }
}
