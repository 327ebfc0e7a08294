internal import GRDB

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Opens the database that a pool keeps everything in.
enum PoolStore {
    /// Opens a data file, making it first if need be, or a database in memory.
    ///
    /// - Throws: ``LocalPoolError`` if the file cannot be used, is not ours, or is newer than this program.
    static func open(file: String?) throws(LocalPoolError) -> any DatabaseWriter {
        do {
            guard let file else {
                let memory = try DatabaseQueue(configuration: configuration)
                try prepare(memory)
                return memory
            }
            try makePrivateFile(at: file)
            let pool = try DatabasePool(path: file, configuration: configuration)
            try prepare(pool)
            return pool
        } catch let error as LocalPoolError {
            throw error
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw LocalPoolError(.foreignFile, "\(file ?? "") is not a database")
        } catch let error as DatabaseError {
            throw LocalPoolError(.unusableFile, "\(file ?? "memory"): \(error.resultCode): \(error.message ?? "")")
        } catch {
            throw LocalPoolError(.unusableFile, "\(file ?? "memory") cannot be opened")
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "LocalPool"
        configuration.busyMode = .timeout(5)
        // A statement's arguments are codes, tokens' hashes and addresses: they stay out of every message.
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { db in
            // Of a user's row, thirteen fit a page of this size, and little is wasted.
            try db.execute(sql: "PRAGMA page_size = 8192")
            // Every write is on the disk before its caller hears of it; what is deleted is overwritten.
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
        }
        return configuration
    }

    private static func prepare(_ database: any DatabaseWriter) throws {
        try database.write { db in
            let applicationID = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let tables = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") ?? 0
            guard applicationID == Schema.applicationID || (applicationID == 0 && tables == 0) else {
                throw LocalPoolError(.foreignFile, "the data file is the database of another program")
            }
            guard try !Schema.migrator.hasBeenSuperseded(db) else {
                throw LocalPoolError(.newerFile, "the data file was written by a newer version of this program")
            }
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
        }
        try Schema.migrator.migrate(database)
    }

    /// Makes sure that there is a file that nobody but its owner can read; SQLite gives its companions the same mode.
    private static func makePrivateFile(at path: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.setAttributes(mode, ofItemAtPath: path)
        } else if !FileManager.default.createFile(atPath: path, contents: nil, attributes: mode) {
            throw LocalPoolError(.unusableFile, "\(path) cannot be made")
        }
    }
}
