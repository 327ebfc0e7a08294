internal import GRDB

/// What pools and clients keep beside their settings.
extension Schema {
    static func makeSettings(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE userPool ADD COLUMN factors TEXT NOT NULL
                    DEFAULT '{"usesSMS":true,"usesSoftwareToken":true}';
                ALTER TABLE appClient ADD COLUMN secrets TEXT NOT NULL DEFAULT '[]';
                UPDATE appClient SET
                    secrets = json_array(json_object(
                        'id', id || '--' || CAST(createdAt * 1000 AS INTEGER),
                        'value', json_extract(details, '$.ClientSecret'),
                        'createdAt', createdAt
                    )),
                    details = json_remove(details, '$.ClientSecret')
                    WHERE json_extract(details, '$.ClientSecret') IS NOT NULL;
                CREATE TABLE poolDomain (
                    domain TEXT NOT NULL PRIMARY KEY,
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    details TEXT NOT NULL,
                    createdAt REAL NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX poolDomainByPool ON poolDomain (poolID);
                """
        )
    }
}
