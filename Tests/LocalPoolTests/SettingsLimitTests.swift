import CognitoWire
import GRDB
import Testing

@testable import LocalPool

@Suite("How many pools and clients there may be") struct SettingsLimitTests {
    private let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a thousand pools and no more")
    func pools() async throws {
        try await fill(
            "INSERT INTO userPool (id, details, createdAt, modifiedAt) SELECT 'local_' || n, '{}', 1, 1 FROM numbers",
            count: 998
        )
        _ = try await under.makePool()
        await expectRefusal("LimitExceededException") { try await under.makePool() }
    }

    @Test("a thousand clients in a pool and no more")
    func clients() async throws {
        try await fill(
            """
            INSERT INTO appClient (id, poolID, details, createdAt, modifiedAt)
            SELECT 'client' || n, '\(PoolUnderTest.poolID)', '{}', 1, 1 FROM numbers
            """,
            count: 998
        )
        _ = try await under.makeClient()
        await expectRefusal("LimitExceededException") { try await under.makeClient() }
        let other = try #require(try await under.makePool().id)
        _ = try await under.makeClient { $0.userPoolID = other }
    }

    private func fill(_ statement: String, count: Int) async throws {
        let numbers = """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(count))
            """
        try await under.pool.database.write { db in try db.execute(sql: "\(numbers) \(statement)") }
    }
}
