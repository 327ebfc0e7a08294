internal import ByteCoding
internal import CognitoJWTSigning
internal import GRDB

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A copy of a pool's whole state: one SQLite file.
enum Snapshot {
    /// Copies the state into an empty file that only its owner can read.
    static func write(_ source: Database, to path: String) throws {
        try makeEmptyFile(at: path)
        let copy = try DatabaseQueue(path: path, configuration: configuration)
        try copy.writeWithoutTransaction { db in
            try source.backup(to: db)
            // So that the file needs no companions to be complete.
            try db.execute(sql: "PRAGMA journal_mode = DELETE")
        }
        try copy.close()
    }

    /// Opens a file that may hold anything, checks that it is a snapshot, and brings it to this version.
    ///
    /// - Parameters:
    ///   - path: The file, which is changed.
    ///   - settings: What the configuration asks for.
    /// - Returns: The state, and which pool it was made for.
    /// - Throws: ``LocalPoolError`` that says what is wrong with it.
    static func open(_ path: String, _ settings: HomePool.Settings) throws -> (state: DatabaseQueue, home: HomePool) {
        let state = try DatabaseQueue(path: path, configuration: configuration)
        try state.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = DELETE")
            guard try Int.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
                throw LocalPoolError(.foreignFile, "the snapshot is the database of another program")
            }
            guard try !Schema.migrator.hasBeenSuperseded(db) else {
                throw LocalPoolError(.newerFile, "the snapshot was written by a newer version of this program")
            }
            // Nothing of the file's own runs while it is looked at.
            let acting = "SELECT name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view')"
            guard try Row.fetchOne(db, sql: acting) == nil else {
                throw LocalPoolError(.foreignFile, "the snapshot has other tables than this version makes")
            }
            guard try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") == "ok" else {
                throw LocalPoolError(.unusableFile, "the snapshot is damaged")
            }
        }
        try Schema.migrator.migrate(state)
        let home = try state.read { db in
            guard try schema(of: db) == schema(of: DatabaseQueue.migrated()) else {
                throw LocalPoolError(.foreignFile, "the snapshot has other tables than this version makes")
            }
            guard try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil else {
                throw LocalPoolError(.unusableFile, "the snapshot is damaged")
            }
            // What every call reads must be readable.
            _ = try UserPoolRecord.fetchAll(db)
            _ = try AppClientRecord.fetchAll(db)
            for key in try SigningKeyRecord.fetchAll(db)
            where (try? SigningKey(pkcs8: SecretBytes(Base64.decode(key.pkcs8)))) == nil {
                throw LocalPoolError(.unusableFile, "the snapshot is damaged")
            }
            return try HomePool.read(db, settings)
        }
        return (state, home)
    }

    /// Replaces the whole state, at once or not at all.
    static func replace(_ target: Database, with state: DatabaseQueue) throws {
        let pageSize = try Int.fetchOne(target, sql: "PRAGMA page_size")
        try state.writeWithoutTransaction { db in
            if let pageSize, try Int.fetchOne(db, sql: "PRAGMA page_size") != pageSize {
                try db.execute(sql: "PRAGMA page_size = \(pageSize); VACUUM")
            }
            try db.backup(to: target)
        }
        target.clearSchemaCache()
    }

    /// A folder that nobody but its owner can look into, gone when `body` is over.
    static func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "userpool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    private static func makeEmptyFile(at path: String) throws {
        let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard !FileManager.default.fileExists(atPath: path),
            FileManager.default.createFile(atPath: path, contents: nil, attributes: mode)
        else { throw LocalPoolError(.unusableFile, "\(path) is there already, or cannot be made") }
    }

    /// A file from elsewhere is read with care.
    ///
    /// `trusted_schema` stays on: to SQLite 3.40 the `->>` of our own indices is unsafe, and no function of this program
    /// could be called.
    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "LocalPool.snapshot"
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON")
        }
        return configuration
    }

    /// What makes the tables and indices, by name.
    private static func schema(of reader: some DatabaseReader) throws -> [String: String] {
        try reader.read { db in try schema(of: db) }
    }

    private static func schema(of db: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return Dictionary(rows.map { ($0["name"] ?? "", $0["sql"] ?? "") }) { first, _ in first }
    }
}

extension DatabaseQueue {
    /// An empty state of this version.
    fileprivate static func migrated() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        try Schema.migrator.migrate(queue)
        return queue
    }
}
