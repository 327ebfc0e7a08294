internal import GRDB

extension Schema {
    /// The resource servers of pools, with the scopes that each defines.
    static func makeResourceServers(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE resourceServer (
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    identifier TEXT NOT NULL,
                    details TEXT NOT NULL,
                    PRIMARY KEY (poolID, identifier)
                ) STRICT, WITHOUT ROWID;
                """
        )
    }
}
