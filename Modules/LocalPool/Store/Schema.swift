internal import GRDB

/// The tables of the data file, as a list of steps that only ever grows: a step that was published is never edited.
///
/// Moments are seconds since 1970, exact to the millisecond. Tokens, sessions and secret blocks are found by their SHA-256, so that a
/// copy of the file signs nobody in; passwords are there as SRP verifiers only.
enum Schema {
    /// Marks a file as ours in SQLite's header.
    static let applicationID = 0x5550_4C31

    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: pools, clients, users, sign-ins") { db in
            try makePools(db)
            try makeUsers(db)
            try makeSignIns(db)
            try makeTokens(db)
        }
        migrator.registerMigration("groups", migrate: makeGroups)
        migrator.registerMigration("resource servers", migrate: makeResourceServers)
        migrator.registerMigration("identity providers", migrate: makeIdentityProviders)
        migrator.registerMigration("user import", migrate: makeUserImport)
        migrator.registerMigration(
            "2: users with indexed attributes, aliases, devices, passkeys",
            migrate: makeUsersWide
        )
        migrator.registerMigration("settings") { db in try makeSettings(db) }
        migrator.registerMigration("identity pools", migrate: makeIdentityPools)
        migrator.registerMigration("triggers", migrate: makeTriggers)
        migrator.registerMigration("pending addresses", migrate: makePendingAddresses)
        migrator.registerMigration("session activity", migrate: makeSessionActivity)
        migrator.registerMigration("OAuth", migrate: makeOAuth)
        migrator.registerMigration("user import files", migrate: makeUserImportFiles)
        return migrator
    }()

    private static func makePools(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE setting (
                    name TEXT NOT NULL PRIMARY KEY,
                    value TEXT NOT NULL
                ) STRICT;
                CREATE TABLE userPool (
                    id TEXT NOT NULL PRIMARY KEY,
                    details TEXT NOT NULL,
                    createdAt REAL NOT NULL,
                    modifiedAt REAL NOT NULL
                ) STRICT;
                CREATE TABLE signingKey (
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    position INTEGER NOT NULL,
                    keyID TEXT NOT NULL,
                    pkcs8 TEXT NOT NULL,
                    PRIMARY KEY (poolID, position)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX signingKeyByID ON signingKey (keyID);
                CREATE TABLE appClient (
                    id TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    details TEXT NOT NULL,
                    createdAt REAL NOT NULL,
                    modifiedAt REAL NOT NULL
                ) STRICT;
                CREATE INDEX appClientByPool ON appClient (poolID, createdAt);
                """
        )
    }

    private static func makeUsers(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE user (
                    sub TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    username TEXT NOT NULL,
                    status TEXT NOT NULL,
                    isEnabled INTEGER NOT NULL,
                    salt TEXT,
                    verifier TEXT,
                    temporaryUntil REAL,
                    usesSMSMFA INTEGER NOT NULL,
                    preferredMFA TEXT,
                    createdAt REAL NOT NULL,
                    modifiedAt REAL NOT NULL,
                    UNIQUE (poolID, username)
                ) STRICT;
                CREATE TABLE userAttribute (
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    name TEXT NOT NULL,
                    value TEXT NOT NULL,
                    PRIMARY KEY (sub, name)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX userAttributeByValue ON userAttribute (name, value);
                CREATE TABLE confirmationCode (
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    purpose TEXT NOT NULL,
                    code TEXT NOT NULL,
                    attribute TEXT NOT NULL,
                    failures INTEGER NOT NULL,
                    expiresAt REAL NOT NULL,
                    PRIMARY KEY (sub, purpose)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE codeRequest (
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    purpose TEXT NOT NULL,
                    requestedAt REAL NOT NULL
                ) STRICT;
                CREATE INDEX codeRequestByUser ON codeRequest (sub, purpose, requestedAt);
                CREATE TABLE message (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    sub TEXT,
                    username TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    medium TEXT NOT NULL,
                    destination TEXT NOT NULL,
                    subject TEXT,
                    body TEXT NOT NULL,
                    code TEXT,
                    deliveredAt REAL NOT NULL,
                    isHandedOut INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX messageByUser ON message (poolID, username, id);
                """
        )
    }

    private static func makeSignIns(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE lockout (
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    username TEXT NOT NULL,
                    factor TEXT NOT NULL,
                    failures INTEGER NOT NULL,
                    lockedUntil REAL NOT NULL,
                    PRIMARY KEY (poolID, username, factor)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE srpExchange (
                    id TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    clientID TEXT NOT NULL REFERENCES appClient (id) ON DELETE CASCADE,
                    username TEXT NOT NULL,
                    salt TEXT NOT NULL,
                    verifier TEXT NOT NULL,
                    clientPublicKey TEXT NOT NULL,
                    ephemeralSecret TEXT NOT NULL,
                    expiresAt REAL NOT NULL
                ) STRICT;
                CREATE INDEX srpExchangeByExpiry ON srpExchange (expiresAt);
                CREATE TABLE session (
                    id TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    clientID TEXT NOT NULL REFERENCES appClient (id) ON DELETE CASCADE,
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    challenge TEXT NOT NULL,
                    code TEXT,
                    failures INTEGER NOT NULL,
                    isSpent INTEGER NOT NULL,
                    expiresAt REAL NOT NULL
                ) STRICT;
                CREATE INDEX sessionByExpiry ON session (expiresAt);
                """
        )
    }

    private static func makeTokens(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE tokenFamily (
                    id TEXT NOT NULL PRIMARY KEY,
                    eventID TEXT NOT NULL UNIQUE,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    clientID TEXT NOT NULL REFERENCES appClient (id) ON DELETE CASCADE,
                    sub TEXT NOT NULL REFERENCES user (sub) ON DELETE CASCADE,
                    authenticatedAt REAL NOT NULL,
                    expiresAt REAL NOT NULL,
                    isRevoked INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX tokenFamilyByUser ON tokenFamily (sub);
                CREATE INDEX tokenFamilyByExpiry ON tokenFamily (expiresAt);
                CREATE TABLE refreshToken (
                    id TEXT NOT NULL PRIMARY KEY,
                    familyID TEXT NOT NULL REFERENCES tokenFamily (id) ON DELETE CASCADE,
                    expiresAt REAL NOT NULL,
                    replacedAt REAL
                ) STRICT;
                CREATE INDEX refreshTokenByFamily ON refreshToken (familyID);
                """
        )
    }
}
