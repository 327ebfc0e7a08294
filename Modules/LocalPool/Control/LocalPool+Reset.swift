internal import GRDB

extension LocalPool {
    /// Forgets everything but the pool and the app client made at start, which are as they were made: with their ids,
    /// keys and secret, and with their first settings.
    ///
    /// Every token and session ends, and of the triggers the configured ones are left. The clock runs as the configured one does, and no chaos rule is left. Messages go on
    /// counting where they were.
    ///
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unusableFile``, or
    ///   ``LocalPoolError/Code/cryptographyFailed`` if the pool had been deleted and new keys cannot be made.
    public func reset() async throws(LocalPoolError) {
        let (settings, homeID) = (homeSettings, homeID)
        do {
            // Keys take their time, and the transaction should not.
            let isThere = try await database.read { db in try UserPoolRecord.exists(db, key: homeID) }
            let keys = isThere ? [] : try settings.makeKeys()
            try await database.write { db in
                try Self.empty(db, butPool: homeID)
                try HomePool.restore(in: db, keys: keys)
            }
        } catch {
            throw LocalPoolError(translating: error)
        }
        try resetTriggers(to: [])
        chaos.rules = []
        try clock.set(.running())
    }

    /// Empties every table, whatever it is for; a new one needs no word here.
    private static func empty(_ db: Database, butPool homeID: String) throws {
        try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
        try db.execute(sql: "DELETE FROM userPool WHERE id <> ?", arguments: [homeID])
        try db.execute(sql: "DELETE FROM appClient WHERE id <> ?", arguments: [try HomePool.clientID(in: db)])
        // What refers to others was made after them.
        let tables = try String.fetchAll(
            db,
            sql: """
                SELECT list.name FROM pragma_table_list AS list JOIN sqlite_schema AS made ON made.name = list.name
                WHERE list.schema = 'main' AND list.type IN ('table', 'virtual') AND list.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                ORDER BY made.rowid DESC
                """
        )
        for table in tables where !kept.contains(table) {
            try db.execute(sql: "DELETE FROM \(table.quotedDatabaseIdentifier)")
        }
    }

    private static var kept: Set<String> { ["appClient", "grdb_migrations", "setting", "signingKey", "userPool"] }
}
