internal import GRDB

extension Schema {
    /// Identity pools, the identities in them, and the key that signs their tokens.
    static func makeIdentityPools(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE identityPool (
                    id TEXT NOT NULL PRIMARY KEY,
                    settings TEXT NOT NULL,
                    roles TEXT NOT NULL,
                    roleMappings TEXT NOT NULL
                ) STRICT;
                CREATE TABLE identity (
                    id TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES identityPool (id) ON DELETE CASCADE,
                    mergedInto TEXT REFERENCES identity (id) ON DELETE CASCADE,
                    createdAt REAL NOT NULL,
                    modifiedAt REAL NOT NULL
                ) STRICT;
                CREATE INDEX identityByPool ON identity (poolID, id);
                CREATE INDEX identityByMerge ON identity (mergedInto);
                CREATE TABLE identityLogin (
                    poolID TEXT NOT NULL REFERENCES identityPool (id) ON DELETE CASCADE,
                    userPoolID TEXT NOT NULL,
                    sub TEXT NOT NULL,
                    provider TEXT NOT NULL,
                    identityID TEXT NOT NULL REFERENCES identity (id) ON DELETE CASCADE,
                    PRIMARY KEY (poolID, userPoolID, sub)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX identityLoginByIdentity ON identityLogin (identityID);
                CREATE TABLE identityKey (
                    keyID TEXT NOT NULL PRIMARY KEY,
                    pkcs8 TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;
                """
        )
    }
}
