import GRDB
import Testing

@testable import LocalPool

@Suite("Pages of users") struct UserListingTests {
    private let under: PoolUnderTest

    init() async throws {
        under = try PoolUnderTest()
        for name in ["alice", "bob", "carol"] {
            let attributes = Schema.indexedAttributes.map { ($0, Self.value(of: $0)) }
            try await under.createUser(name, attributes: Dictionary(uniqueKeysWithValues: attributes))
        }
    }

    private static func value(of attribute: String) -> String {
        attribute == "phone_number" ? "+15555550100" : "same@example.com"
    }

    private static let lists: [(filter: String?, index: String)] =
        [(nil, "userByKey")]
        + Schema.indexedAttributes.flatMap { name in
            let (value, index) = (value(of: name), "userBy:\(name)")
            return [("\(name) = \"\(value)\"", index), ("\(name) ^= \"\(value.prefix(3))\"", index)]
        }
        + [
            (#"username = "alice""#, "userByKey"), (#"username ^= """#, "userByKey"),
            (#"sub = "a""#, "sqlite_autoindex_user_1"), (#"sub ^= """#, "sqlite_autoindex_user_1"),
            (#"cognito:user_status = "FORCE_CHANGE_PASSWORD""#, "userByStatus"),
            (#"cognito:user_status ^= "F""#, "userByStatus"),
            (#"status = "Enabled""#, "userByKey"), (#"status ^= "E""#, "userByKey"),
            (#"status = "Disabled""#, "userByDisabled"), (#"status ^= "D""#, "userByDisabled"),
        ]

    @Test("an index finds them, first ones and later ones, and nothing is sorted", arguments: lists)
    func index(filter: String?, index: String) async throws {
        let plans = try await plans { db in
            let listing = UserListing(poolID: PoolUnderTest.poolID, filter: try filter.map(UserFilter.init))
            guard let next = try listing.page(after: "", limit: 1, in: db).next else { return }
            _ = try listing.page(after: next, limit: 1, in: db)
        }
        #expect(!plans.isEmpty)
        for plan in plans {
            // Of a place among keys, which are unique, the index of all keys knows as much.
            let byPlace = "SEARCH user USING INDEX userByKey (poolID=? AND key=?)"
            #expect(plan == [byPlace] || plan.count == 1 && plan[0].hasPrefix("SEARCH user USING INDEX \(index) ("))
        }
        #expect(plans.contains { $0.first?.contains(" \(index) ") == true })
    }

    @Test("what has no index is seen to be sorted")
    func noIndex() async throws {
        let plans = try await plans { db in
            _ = try Row.fetchAll(db, sql: "SELECT * FROM user WHERE spelling = 'a' ORDER BY modifiedAt")
        }
        #expect(plans == [["SCAN user", "USE TEMP B-TREE FOR ORDER BY"]])
    }

    @Test("end where the filter does, whatever the size of a page", arguments: lists, 1...3)
    func walk(list: (filter: String?, index: String), limit: Int) async throws {
        let all = try await names(list.filter, limit: 60)
        #expect(try await names(list.filter, limit: limit) == all)
        #expect(Set(all).count == all.count)
    }

    @Test(
        "a page's token goes on with its own list",
        arguments: [
            #"email ^= "t""#, #"email = "same@example.co""#, #"sub ^= "z""#, #"cognito:user_status = "CONFIRMED""#,
        ]
    )
    func tokens(_ filter: String) async throws {
        let other = try UserListing(poolID: PoolUnderTest.poolID, filter: UserFilter(#"email ^= "s""#))
        let token = try await under.pool.read { db in try other.page(after: "", limit: 1, in: db).next }
        let listing = try UserListing(poolID: PoolUnderTest.poolID, filter: UserFilter(filter))
        let next = try #require(token)
        #expect(try await under.pool.read { db in try other.page(after: next, limit: 1, in: db).users.count } == 1)
        await #expect(throws: Refusal.invalidPaginationToken) {
            try await under.pool.database.read { db in try listing.page(after: next, limit: 1, in: db).users.count }
        }
    }

    private func names(_ filter: String?, limit: Int) async throws -> [String] {
        let listing = UserListing(poolID: PoolUnderTest.poolID, filter: try filter.map(UserFilter.init))
        return try await under.pool.read { db in
            var (names, token): ([String], String?) = ([], "")
            while let place = token {
                let page = try listing.page(after: place, limit: limit, in: db)
                names += page.users.map(\.username)
                token = page.next
            }
            return names
        }
    }

    /// How SQLite goes about each question that `body` asks of users.
    private func plans(_ body: @escaping @Sendable (Database) throws -> Void) async throws -> [[String]] {
        try await under.pool.database.read { db in
            var questions: [String] = []
            db.trace { questions.append($0.expandedDescription) }
            try body(db)
            db.trace(options: [])
            return try questions.filter { $0.contains("FROM user") }.map { question in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + question).map { $0["detail"] }
            }
        }
    }
}
