internal import GRDB

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension LocalPool {
    /// Writes the whole state into one SQLite file: pools, users with their verifiers, tokens' hashes, the inbox, and the
    /// private keys that sign tokens.
    ///
    /// Whoever has the file can sign tokens as this pool. It is made with mode 0600; calls go on meanwhile.
    ///
    /// - Parameter path: Where to; there may be nothing yet.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unusableFile``.
    public func saveSnapshot(to path: String) async throws(LocalPoolError) {
        do {
            try await database.read { db in try Snapshot.write(db, to: path) }
        } catch {
            throw LocalPoolError(translating: error)
        }
    }

    /// Replaces the whole state with that of a file, at once or not at all.
    ///
    /// The file is checked first, in a copy: that it is a pool's, undamaged, not newer than this program, and made for the
    /// ids that the configuration asks for, if it does. Clock and chaos rules stay as they are. Triggers that are programs
    /// are left out: whoever may load a snapshot may not run programs for that.
    ///
    /// - Parameter path: A file that ``saveSnapshot(to:)`` wrote, which is left as it is.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/foreignFile``, ``LocalPoolError/Code/newerFile``,
    ///   ``LocalPoolError/Code/unusableFile`` or ``LocalPoolError/Code/conflictingIdentifier``; the pool is as it was.
    public func loadSnapshot(from path: String) async throws(LocalPoolError) {
        do {
            try await Snapshot.withFolder { folder in
                let copy = folder.appending(path: "snapshot.sqlite").path
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                try await loadCopy(at: copy)
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw LocalPoolError(.foreignFile, "the snapshot is no database")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            throw LocalPoolError(.unusableFile, "the snapshot is damaged")
        } catch let error as CocoaError {
            throw LocalPoolError(.unusableFile, "the snapshot cannot be read: \(error.code.rawValue)")
        } catch {
            throw LocalPoolError(translating: error)
        }
    }

    /// The whole state as the bytes of one SQLite file; see ``saveSnapshot(to:)``.
    ///
    /// - Returns: The file.
    /// - Throws: As ``saveSnapshot(to:)``.
    public func snapshot() async throws(LocalPoolError) -> [UInt8] {
        do {
            return try await Snapshot.withFolder { folder in
                let file = folder.appending(path: "snapshot.sqlite")
                try await saveSnapshot(to: file.path)
                return Array(try Data(contentsOf: file))
            }
        } catch {
            throw LocalPoolError(translating: error)
        }
    }

    /// Replaces the whole state with that of a file in memory; see ``loadSnapshot(from:)``.
    ///
    /// - Parameter bytes: What ``snapshot()`` made.
    /// - Throws: As ``loadSnapshot(from:)``.
    public func load(snapshot bytes: [UInt8]) async throws(LocalPoolError) {
        do {
            try await Snapshot.withFolder { folder in
                let file = folder.appending(path: "given.sqlite")
                try Data(bytes).write(to: file)
                try await loadSnapshot(from: file.path)
            }
        } catch {
            throw LocalPoolError(translating: error)
        }
    }

    private func loadCopy(at path: String) async throws {
        let settings = homeSettings
        let (state, home) = try await Task.detached { try Snapshot.open(path, settings) }.value
        let hasHooks = environment.hooks != nil
        try await state.write { db in try TriggerRecord.keepHooks(hasHooks, in: db) }
        try await database.writeWithoutTransaction { db in
            try Snapshot.replace(db, with: state)
            // While nobody else can write.
            self.environment.decoy.key = home.decoyKey
            self.homeID = home.poolID
            try self.resetTriggers(to: TriggerRecord.fetchAll(db))
        }
        try state.close()
        mailbox.announce()
    }
}
