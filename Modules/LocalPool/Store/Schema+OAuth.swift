internal import GRDB

extension Schema {
    /// Keys that sign no more, codes that applications change for tokens, and browsers in which somebody is signed in.
    ///
    /// Codes and cookies are found by their SHA-256.
    static func makeOAuth(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE retiredKey (
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    keyID TEXT NOT NULL,
                    publicJSON TEXT NOT NULL,
                    deadAt REAL NOT NULL,
                    PRIMARY KEY (poolID, keyID)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE authorizationCode (
                    id TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    clientID TEXT NOT NULL REFERENCES appClient (id) ON DELETE CASCADE,
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    redirectURI TEXT NOT NULL,
                    scopes TEXT NOT NULL,
                    nonce TEXT,
                    codeChallenge TEXT,
                    authenticatedAt REAL NOT NULL,
                    expiresAt REAL NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX authorizationCodeByExpiry ON authorizationCode (expiresAt);
                CREATE TABLE browserSession (
                    id TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    authenticatedAt REAL NOT NULL,
                    expiresAt REAL NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX browserSessionByUser ON browserSession (sub);
                CREATE INDEX browserSessionByExpiry ON browserSession (expiresAt);
                """
        )
    }
}
