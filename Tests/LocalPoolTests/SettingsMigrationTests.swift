import ByteCoding
import CognitoWire
import GRDB
import Testing

@testable import LocalPool

@Suite("Settings of older data files") struct SettingsMigrationTests {
    @Test("a client's secret moves out of its settings, and factors are as they were")
    func migration() throws {
        let database = try DatabaseQueue()
        let names = Schema.migrator.migrations
        let index = try #require(names.firstIndex(of: "settings"))
        try Schema.migrator.migrate(database, upTo: names[index - 1])
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO userPool VALUES ('local_Old', '{"Name":"old","MfaConfiguration":"OPTIONAL"}', 1.5, 1.5);
                    INSERT INTO appClient (id, poolID, details, createdAt, modifiedAt) VALUES
                        ('open', 'local_Old', '{"ClientName":"open"}', 2, 2),
                        ('closed', 'local_Old', '{"ClientName":"closed","ClientSecret":"abc"}', 2.5, 3);
                    """
            )
        }
        try Schema.migrator.migrate(database)
        try database.read { db in
            let pool = try #require(try UserPoolRecord.fetchOne(db, key: "local_Old"))
            #expect(pool.details.name == "old" && pool.schema.attributes.count == AttributeSchema.standard.count)
            #expect(pool.secondFactors == [.smsMFA, .softwareTokenMFA])
            let open = try #require(try AppClientRecord.fetchOne(db, key: "open"))
            #expect(open.secrets.isEmpty && open.details.clientName == "open")
            let closed = try #require(try AppClientRecord.fetchOne(db, key: "closed"))
            #expect(closed.details.clientSecret == nil && closed.described.clientSecret?.value == "abc")
            #expect(closed.secrets.first?.id == "closed--2500")
            #expect(closed.secrets.first?.createdAt == UnixTime(seconds: 2, milliseconds: 500))
        }
    }

    @Test(
        "a secret's id names its moment, whichever that is",
        arguments: [
            (UnixTime(seconds: 2, milliseconds: 7), "c--2007"), (UnixTime(seconds: 1_767_413_045), "c--1767413045000"),
            (UnixTime.latest, "c--9223372036854775807999"),
        ]
    )
    func secretID(time: UnixTime, id: String) {
        #expect(ClientSecret(value: "s", of: "c", at: time).id == id)
    }

    @Test("settings that no longer can be read are an error, and no empty settings")
    func damage() throws {
        let database = try DatabaseQueue()
        try Schema.migrator.migrate(database)
        try database.write { db in
            try db.execute(
                sql: "INSERT INTO userPool (id, details, createdAt, modifiedAt) VALUES ('local_Bad', '[', 1, 1)"
            )
            #expect(throws: (any Error).self) { try UserPoolRecord.fetchOne(db, key: "local_Bad") }
        }
    }

    @Test("a column that is read again is not decoded again")
    func columns() throws {
        struct Settings: StoredSettings {
            var name: String
            static let decodedTexts = DecodedTexts<Settings>()
        }
        struct Record: Codable, FetchableRecord, PersistableRecord {
            static let databaseTableName = "record"
            let id: Int
            @StoredJSON var settings: Settings
        }
        let database = try DatabaseQueue()
        try database.write { db in
            try db.execute(sql: "CREATE TABLE record (id INTEGER PRIMARY KEY, settings TEXT NOT NULL)")
            for (id, name) in ["a", "b", "a"].enumerated() {
                try Record(id: id, settings: Settings(name: name)).insert(db)
            }
            #expect(try String.fetchOne(db, sql: "SELECT settings FROM record") == #"{"name":"a"}"#)
            for _ in 0..<2 {
                #expect(try Record.order(Column("id")).fetchAll(db).map(\.settings.name) == ["a", "b", "a"])
            }
        }
        #expect(Settings.decodedTexts.count == 2)
    }

    @Test("what a transaction wrote and took back is not remembered")
    func rollback() throws {
        let database = try DatabaseQueue()
        try Schema.migrator.migrate(database)
        let time = UnixTime(seconds: 1)
        try database.write { db in try UserPoolRecord(home: "local_One", name: "one", at: time).insert(db) }
        try database.write { db in
            try db.inSavepoint {
                var pool = try #require(try UserPoolRecord.fetchOne(db, key: "local_One"))
                pool.details.name = "two"
                try pool.update(db)
                #expect(try UserPoolRecord.fetchOne(db, key: "local_One")?.details.name == "two")
                return .rollback
            }
            #expect(try UserPoolRecord.fetchOne(db, key: "local_One")?.details.name == "one")
        }
    }
}
