internal import ByteCoding
internal import GRDB

extension Schema {
    /// Attributes by which users can be listed, each with an index of its own.
    static let indexedAttributes = [
        "email", "phone_number", "name", "given_name", "family_name", "preferred_username",
    ]

    /// The value of a user's attribute, written as the indexes have it.
    static func attribute(_ name: String) -> String {
        "attributes ->> '$.\(name)'"
    }

    /// One row for each user: attributes as JSON, salt and verifier as bytes, so that a million users fit a gigabyte.
    ///
    /// Sign-ins that were under way end here.
    static func makeUsersWide(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE wideUser (
                    sub TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    key TEXT NOT NULL,
                    spelling TEXT,
                    status TEXT NOT NULL,
                    isEnabled INTEGER NOT NULL,
                    salt BLOB,
                    verifier BLOB,
                    temporaryUntil REAL,
                    attributes TEXT NOT NULL,
                    factors TEXT,
                    passwordHistory TEXT,
                    createdAt REAL NOT NULL,
                    modifiedAt REAL NOT NULL
                ) STRICT;
                """
        )
        try copyUsers(db)
        try db.execute(sql: "DROP TABLE userAttribute; DROP TABLE user; ALTER TABLE wideUser RENAME TO user")
        try makeUserIndexes(db)
        try makeAliases(db)
        try makeDevices(db)
        try remakeSignIns(db)
    }

    /// The indexes of users; a load of very many makes them at its end.
    static func makeUserIndexes(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE UNIQUE INDEX userByKey ON user (poolID, key);
                CREATE INDEX userByStatus ON user (poolID, status);
                CREATE INDEX userByDisabled ON user (poolID, key) WHERE isEnabled = 0;
                """
        )
        for name in indexedAttributes {
            let value = attribute(name)
            try db.execute(
                sql: "CREATE INDEX \"userBy:\(name)\" ON user (poolID, \(value)) WHERE \(value) IS NOT NULL"
            )
        }
    }

    private static func copyUsers(_ db: Database) throws {
        let attributes = "SELECT json_group_object(name, value) FROM userAttribute WHERE userAttribute.sub = user.sub"
        let factors = "json_object('sms', json('true'), 'email', json('false'), 'preferred', preferredMFA)"
        try db.execute(
            sql: """
                INSERT INTO wideUser
                SELECT sub, poolID, username, NULL, status, isEnabled, NULL, NULL, temporaryUntil, (\(attributes)),
                    CASE WHEN usesSMSMFA THEN \(factors) END, NULL, createdAt, modifiedAt
                FROM user
                """
        )
        let rows = try Row.fetchCursor(db, sql: "SELECT sub, salt, verifier FROM user WHERE verifier IS NOT NULL")
        while let row = try rows.next() {
            let (salt, verifier): (String, String) = (row["salt"], row["verifier"])
            try db.execute(
                sql: "UPDATE wideUser SET salt = ?, verifier = ? WHERE sub = ?",
                arguments: [
                    StoredBytes(try Base64.decode(salt)), StoredBytes(try Base64.decode(verifier)),
                    row["sub"] as String,
                ]
            )
        }
    }

    /// Other names to sign in with: verified addresses, numbers and preferred usernames; each names one user of a pool.
    private static func makeAliases(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE userAlias (
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    attribute TEXT NOT NULL,
                    key TEXT NOT NULL,
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    PRIMARY KEY (poolID, attribute, key)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX userAliasByUser ON userAlias (sub);
                """
        )
    }

    private static func makeDevices(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE device (
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    key TEXT NOT NULL,
                    groupKey TEXT NOT NULL,
                    name TEXT,
                    salt BLOB,
                    verifier BLOB,
                    isRemembered INTEGER NOT NULL,
                    createdAt REAL NOT NULL,
                    modifiedAt REAL NOT NULL,
                    authenticatedAt REAL NOT NULL,
                    PRIMARY KEY (sub, key)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE passkey (
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    credentialID TEXT NOT NULL,
                    credential TEXT NOT NULL,
                    name TEXT NOT NULL,
                    relyingPartyID TEXT NOT NULL,
                    attachment TEXT,
                    transports TEXT NOT NULL,
                    createdAt REAL NOT NULL,
                    PRIMARY KEY (sub, credentialID)
                ) STRICT, WITHOUT ROWID;
                CREATE UNIQUE INDEX passkeyByID ON passkey (credentialID);
                CREATE TABLE passkeyRegistration (
                    sub TEXT NOT NULL PRIMARY KEY REFERENCES user (sub) ON DELETE CASCADE,
                    clientID TEXT NOT NULL REFERENCES appClient (id) ON DELETE CASCADE,
                    challenge TEXT NOT NULL,
                    expiresAt REAL NOT NULL
                ) STRICT, WITHOUT ROWID;
                """
        )
    }

    private static func remakeSignIns(_ db: Database) throws {
        try db.execute(
            sql: """
                DROP TABLE srpExchange;
                CREATE TABLE srpExchange (
                    id TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    clientID TEXT NOT NULL REFERENCES appClient (id) ON DELETE CASCADE,
                    sessionID TEXT,
                    deviceKey TEXT,
                    deviceGroupKey TEXT,
                    salt BLOB NOT NULL,
                    verifier BLOB NOT NULL,
                    clientPublicKey TEXT NOT NULL,
                    serverPublicKey TEXT NOT NULL,
                    ephemeralSecret BLOB NOT NULL,
                    progress TEXT NOT NULL,
                    expiresAt REAL NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX srpExchangeByExpiry ON srpExchange (expiresAt);
                DROP TABLE session;
                CREATE TABLE session (
                    id TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    clientID TEXT NOT NULL REFERENCES appClient (id) ON DELETE CASCADE,
                    sub TEXT REFERENCES user (sub) ON DELETE CASCADE,
                    challenge TEXT NOT NULL,
                    state TEXT NOT NULL,
                    failures INTEGER NOT NULL,
                    isSpent INTEGER NOT NULL,
                    expiresAt REAL NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX sessionByExpiry ON session (expiresAt);
                CREATE INDEX sessionByUser ON session (sub);
                ALTER TABLE tokenFamily ADD COLUMN deviceKey TEXT;
                ALTER TABLE tokenFamily ADD COLUMN scopes TEXT;
                CREATE TABLE authEvent (
                    id TEXT NOT NULL PRIMARY KEY,
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    details TEXT NOT NULL,
                    createdAt REAL NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX authEventByUser ON authEvent (sub, createdAt);
                """
        )
    }
}
