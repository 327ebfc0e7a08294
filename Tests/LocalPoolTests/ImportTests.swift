import CognitoWire
import HTTPTransport
import LocalPool
import Testing

@Suite("Pools made after a description") struct ImportTests {
    private static let poolID = "eu-west-1_Re4lPool1"
    private let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a pool comes with its id, its settings, its schema and its clients", arguments: [true, false])
    func pool(hasEnvelope: Bool) async throws {
        let text = hasEnvelope ? Self.description() : Self.pool()
        let summary = try await under.pool.importPool(describeUserPool: Array(text.utf8))
        #expect(summary.poolID == Self.poolID && summary.poolName == "Customers")
        #expect(summary.clientID == (hasEnvelope ? "1h57kf5cpq17m0eml12EXAMPLE" : nil))
        #expect(try await under.document("/\(Self.poolID)/.well-known/jwks.json").status == 200)
        let pool = try await under.describePool(Self.poolID)
        #expect(pool.arn == "arn:aws:cognito-idp:eu-west-1:000000000000:userpool/\(Self.poolID)")
        #expect(pool.policies?.passwordPolicy?.minimumLength == 10 && pool.creationDate == under.clock.now)
        #expect(pool.schemaAttributes?.contains { $0.name == "custom:team" } == true)
        #expect(pool.usernameAttributes == [.email] && pool.estimatedNumberOfUsers == 0)
        #expect(pool.domain == nil && pool.userPoolTags == ["stage": "test"])
    }

    @Test("users sign up with an imported client, under the imported rules")
    func signUp() async throws {
        _ = try await under.pool.importPool(describeUserPool: Array(Self.description().utf8))
        let clientID = "1h57kf5cpq17m0eml12EXAMPLE"
        await expectRefusal("InvalidPasswordException") {
            try await under.signUp("a@example.com", password: "Passw0rd!", attributes: [:], clientID: clientID)
        }
        try await under.signUp(
            "a@example.com",
            password: "Passw0rd!0",
            attributes: ["custom:team": "red"],
            clientID: clientID
        )
        #expect(try await under.code(for: "a@example.com").count == 6)
    }

    @Test("what is there already is not touched")
    func conflicts() async throws {
        let first = Array(Self.description().utf8)
        _ = try await under.pool.importPool(describeUserPool: first)
        await expectError(.conflictingIdentifier, first)
        let sameClient = Self.description().replacing(Self.poolID, with: "eu-west-1_Other")
        await expectError(.conflictingIdentifier, Array(sameClient.utf8))
        let list = try await under.call(ListUserPools.self, ListUserPoolsRequest(maxResults: 10))
        #expect(list.userPools?.count == 2)
    }

    @Test(
        "what no pool can be is refused, and nothing is written",
        arguments: [
            ("\"eu-west-1_Re4lPool1\"", "\"nowhere\""), ("\"MinimumLength\": 10", "\"MinimumLength\": 5"),
            ("\"MinimumLength\": 10", "\"MinimumLength\": \"many\""), ("\"OPTIONAL\"", "\"SOMETIMES\""),
            ("\"Name\": \"Customers\",", ""), ("\"custom:team\"", "\"email\""), ("\"Number\"", "\"Colour\""),
            ("\"1h57kf5cpq17m0eml12EXAMPLE\"", "\"-\""), ("\"UserPoolClients\": [", "\"UserPoolClients\": [7,"),
            ("\"ClientSecret\": \"", "\"ClientSecret\": \"short\", \"Other\": \""), ("}", ""),
        ]
    )
    func malformed(part: String, replacement: String) async throws {
        let text = Self.description().replacing(part, with: replacement)
        #expect(text != Self.description())
        await expectError(.malformedDescription, Array(text.utf8))
        let list = try await under.call(ListUserPools.self, ListUserPoolsRequest(maxResults: 10))
        #expect(list.userPools?.count == 1)
    }

    private func expectError(_ code: LocalPoolError.Code, _ json: [UInt8]) async {
        let error = await #expect(throws: LocalPoolError.self) {
            try await under.pool.importPool(describeUserPool: json)
        }
        #expect(error?.code == code)
    }

    private static func description() -> String {
        """
        {"UserPool": \(pool()), "UserPoolClients": [{"UserPoolClient": {
            "UserPoolId": "\(poolID)", "ClientName": "web", "ClientId": "1h57kf5cpq17m0eml12EXAMPLE",
            "LastModifiedDate": "2026-01-02T03:04:05.678000+01:00", "CreationDate": "2026-01-02T03:04:05+01:00",
            "RefreshTokenValidity": 30, "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        }}, {
            "UserPoolId": "\(poolID)", "ClientName": "server", "ClientId": "2h57kf5cpq17m0eml12EXAMPLE",
            "ClientSecret": "abcdefghijklmnopqrstuvwxyz0123456789"
        }]}
        """
    }

    private static func pool() -> String {
        let strings = [
            "sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile",
            "picture", "website", "email", "gender", "birthdate", "zoneinfo", "locale", "phone_number", "address",
            "custom:team",
        ].map { name in
            """
            {"Name": "\(name)", "AttributeDataType": "String", "DeveloperOnlyAttribute": false, "Mutable": true,
             "Required": \(name == "email"), "StringAttributeConstraints": {"MinLength": "0", "MaxLength": "2048"}}
            """
        }
        let flags = ["email_verified", "phone_number_verified"].map { name in
            "{\"Name\": \"\(name)\", \"AttributeDataType\": \"Boolean\", \"Mutable\": true, \"Required\": false}"
        }
        return """
            {"Id": "\(poolID)", "Name": "Customers", "MfaConfiguration": "OPTIONAL",
             "Policies": {"PasswordPolicy": {"MinimumLength": 10, "RequireUppercase": true, "RequireNumbers": true}},
             "LambdaConfig": {}, "Status": null, "CreationDate": "2026-01-02T03:04:05.678000+01:00",
             "LastModifiedDate": 1767413045.5, "Domain": "customers", "UsernameAttributes": ["email"],
             "AutoVerifiedAttributes": ["email"], "EstimatedNumberOfUsers": 12345, "UserPoolTags": {"stage": "test"},
             "Arn": "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/\(poolID)", "NewMember": {"of": "2030"},
             "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "x"},
             "UserPoolTier": "PLUS", "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
             "SchemaAttributes": [\((strings + flags).joined(separator: ",")),
                {"Name": "updated_at", "AttributeDataType": "Number", "Mutable": true, "Required": false,
                 "NumberAttributeConstraints": {"MinValue": "0"}}]}
            """
    }
}
