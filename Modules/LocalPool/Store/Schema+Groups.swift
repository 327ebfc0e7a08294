internal import GRDB

extension Schema {
    /// The groups of pools, and who is in them.
    static func makeGroups(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE userGroup (
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    key TEXT NOT NULL,
                    name TEXT NOT NULL,
                    description TEXT,
                    precedence INTEGER,
                    roleARN TEXT,
                    createdAt REAL NOT NULL,
                    modifiedAt REAL NOT NULL,
                    PRIMARY KEY (poolID, key)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE groupMember (
                    poolID TEXT NOT NULL,
                    groupKey TEXT NOT NULL,
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    PRIMARY KEY (poolID, groupKey, sub),
                    FOREIGN KEY (poolID, groupKey) REFERENCES userGroup (poolID, key) ON DELETE CASCADE
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX groupMemberByUser ON groupMember (sub);
                """
        )
    }
}
