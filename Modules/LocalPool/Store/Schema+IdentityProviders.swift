internal import GRDB

extension Schema {
    /// The identity providers of pools, and which of their users belong to which of ours.
    static func makeIdentityProviders(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE identityProvider (
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    name TEXT NOT NULL,
                    details TEXT NOT NULL,
                    PRIMARY KEY (poolID, name)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE providerIdentifier (
                    poolID TEXT NOT NULL,
                    identifier TEXT NOT NULL,
                    name TEXT NOT NULL,
                    PRIMARY KEY (poolID, identifier),
                    FOREIGN KEY (poolID, name) REFERENCES identityProvider (poolID, name) ON DELETE CASCADE
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX providerIdentifierByProvider ON providerIdentifier (poolID, name);
                CREATE TABLE providerLink (
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    provider TEXT NOT NULL,
                    attribute TEXT NOT NULL,
                    value TEXT NOT NULL,
                    type TEXT NOT NULL,
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    linkedAt REAL NOT NULL,
                    PRIMARY KEY (poolID, provider, attribute, value)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX providerLinkByUser ON providerLink (sub, linkedAt);
                """
        )
    }
}
