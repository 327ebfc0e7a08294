internal import GRDB

extension Schema {
    /// Addresses that wait for the code that verifies them, while the ones before them stay.
    static func makePendingAddresses(_ db: Database) throws {
        try db.execute(sql: "ALTER TABLE confirmationCode ADD COLUMN pendingAddress TEXT")
    }

    /// When a sign-in was last refreshed.
    static func makeSessionActivity(_ db: Database) throws {
        try db.execute(sql: "ALTER TABLE tokenFamily ADD COLUMN activeAt REAL")
    }
}
