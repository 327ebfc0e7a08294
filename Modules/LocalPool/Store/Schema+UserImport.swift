internal import GRDB

extension Schema {
    /// The jobs that were to import users.
    static func makeUserImport(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE importJob (
                    id TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    rank TEXT NOT NULL,
                    details TEXT NOT NULL,
                    createdAt REAL NOT NULL,
                    startedAt REAL,
                    stoppedAt REAL
                ) STRICT;
                CREATE INDEX importJobByRank ON importJob (poolID, rank);
                """
        )
    }

    /// What is uploaded for them, and what came of it.
    static func makeUserImportFiles(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE importJob ADD COLUMN file BLOB;
                ALTER TABLE importJob ADD COLUMN outcome TEXT;
                """
        )
    }
}
