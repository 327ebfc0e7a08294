import CognitoWire
import LocalPool
import Testing

@Suite("Lists of users") struct ListUsersTests {
    private let under: PoolUnderTest

    init() async throws {
        under = try PoolUnderTest()
        for name in ["alice", "albert", "bob", "carol"] {
            try await under.createUser {
                $0.username = Sensitive(name)
                $0.userAttributes = [
                    AttributeType(name: "email", value: Sensitive("\(name)@example.com")),
                    AttributeType(name: "given_name", value: Sensitive(name == "carol" ? "Al \"C\"" : "Al")),
                ]
            }
        }
        try await under.call(
            AdminSetUserPassword.self,
            AdminSetUserPasswordRequest(
                password: Sensitive("Passw0rd!"),
                userPoolID: PoolUnderTest.poolID,
                username: "bob",
                permanent: true
            )
        )
    }

    @Test(
        "pass a filter, whose attribute is equal or begins with the value",
        arguments: [
            (#"username = "bob""#, ["bob"]),
            (#"username ^= "al""#, ["albert", "alice"]),
            (#"email = "bob@example.com""#, ["bob"]),
            (#""email" ^= "al""#, ["albert", "alice"]),
            (#"given_name = "Al""#, ["alice", "albert", "bob"]),
            (#"given_name = "Al \"C\"""#, ["carol"]),
            (#"given_name^="Al""#, ["alice", "albert", "bob", "carol"]),
            (#"cognito:user_status = "CONFIRMED""#, ["bob"]),
            (#"status = "Enabled""#, ["albert", "alice", "bob", "carol"]),
            (#"status = "Disabled""#, []),
            (#"phone_number ^= "+""#, []),
            (#"email = "BOB@example.com""#, []),
        ]
    )
    func filters(_ filter: String, _ expected: [String]) async throws {
        #expect(try await names(filter, limit: 60) == expected)
        // Page by page it is the same.
        #expect(try await names(filter, limit: 1) == expected)
    }

    @Test(
        "refuse a filter of another form",
        arguments: ["email", "email =", #"email "x""#, #"email = "x"#, #"email = "x" y"#, "email = x", #"= "x""#]
    )
    func malformed(_ filter: String) async {
        await expectRefusal("InvalidParameterException", "Error while parsing filter.") {
            try await names(filter, limit: 1)
        }
    }

    @Test("refuse attributes that have no index", arguments: ["custom:a", "address", "nobody"])
    func unsearchable(_ name: String) async {
        await expectRefusal("InvalidParameterException") { try await names("\(name) = \"x\"", limit: 1) }
    }

    private func names(_ filter: String, limit: Int) async throws -> [String] {
        var request = ListUsersRequest(userPoolID: PoolUnderTest.poolID, filter: filter, limit: limit)
        var names: [String] = []
        repeat {
            let page = try await under.call(ListUsers.self, request)
            names += (page.users ?? []).compactMap { $0.username?.value }
            request.paginationToken = page.paginationToken
        } while request.paginationToken != nil
        return names
    }
}
