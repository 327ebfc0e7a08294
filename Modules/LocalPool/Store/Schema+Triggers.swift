internal import CognitoWire
internal import GRDB

extension Schema {
    /// Hooks and programs that pools' triggers are; triggers that are closures have no row.
    static func makeTriggers(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE trigger (
                    poolID TEXT NOT NULL REFERENCES userPool (id) ON DELETE CASCADE,
                    kind TEXT NOT NULL,
                    setting TEXT NOT NULL,
                    PRIMARY KEY (poolID, kind)
                ) STRICT, WITHOUT ROWID;
                """
        )
    }
}

/// One trigger that outlives a restart.
struct TriggerRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "trigger"

    let poolID: String
    let kind: TriggerKind
    let setting: TriggerSetting

    /// Deletes triggers that are programs, and unless there is a way to send them, HTTP hooks as well.
    static func keepHooks(_ keepsHooks: Bool, in db: Database) throws {
        for record in try fetchAll(db) where record.setting.command != nil || !keepsHooks { try record.delete(db) }
    }
}
