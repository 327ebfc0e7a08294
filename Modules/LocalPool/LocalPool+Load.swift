internal import ByteCoding
internal import GRDB

extension LocalPool {
    /// As many as are stored in one transaction.
    private static var loadSize: Int { 4096 }

    /// Loads users, one line of JSON each, as many as there are.
    ///
    /// A line has the members of a user in a seed: `{"username": "alice", "password": "…", "attributes": {…}}`; instead of
    /// `password` there may be `"verifier": {"salt": …, "verifier": …}`. Users whose names are taken are left as they are,
    /// so that a load which was cut short is gone on with by repeating it.
    ///
    /// - Parameters:
    ///   - lines: The lines, without their ends; empty ones are passed over.
    ///   - poolID: Where; `nil` for the pool made at start.
    ///   - progress: Called with the number of lines so far, after each transaction.
    /// - Returns: How many users were made and how many were there.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/invalidSeed``, whose message names the line,
    ///   ``LocalPoolError/Code/unknownPool`` or ``LocalPoolError/Code/unusableFile``; what `lines` throws. The lines
    ///   before the last whole transaction are loaded then.
    public func loadUsers<Lines: AsyncSequence & Sendable>(
        _ lines: Lines,
        into poolID: String? = nil,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> SeedReport where Lines.Element == [UInt8] {
        let load = try await userLoad(into: poolID)
        var report = SeedReport()
        var batch: [(user: SeedUser, position: String)] = []
        var pending: Task<Int, any Error>?
        var (count, stored) = (0, 0)
        /// Users are stored while the next ones are computed.
        func flush() async throws {
            let prepared = try await load.prepare(batch)
            if let made = try await pending?.value { report.made.users += made }
            pending = Task { try await database.write { db in try load.store(prepared, in: db) } }
            stored += prepared.count
            batch.removeAll(keepingCapacity: true)
            progress(count)
        }
        for try await line in lines {
            count += 1
            guard !line.isEmpty else { continue }
            batch.append((try Self.user(in: line, at: count), "line \(count)"))
            if batch.count == Self.loadSize { try await flush() }
        }
        try await flush()
        if let made = try await pending?.value { report.made.users += made }
        // Large transactions left a large log, which would stay as it is; whoever reads meanwhile may keep it so.
        try? await database.barrierWriteWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        report.kept.users = stored - report.made.users
        return report
    }

    /// Loads users from a file with one line of JSON each.
    ///
    /// - Parameters:
    ///   - path: The file; it is mapped, and so may be larger than memory.
    ///   - poolID: Where; `nil` for the pool made at start.
    ///   - progress: Called with the number of lines so far, after each transaction.
    /// - Returns: How many users were made and how many were there.
    /// - Throws: What ``loadUsers(_:into:progress:)`` throws, as ``LocalPoolError``.
    public func loadUsers(
        fromLinesOf path: String,
        into poolID: String? = nil,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws(LocalPoolError) -> SeedReport {
        let lines = try FileLines(path)
        do {
            return try await loadUsers(lines, into: poolID, progress: progress)
        } catch {
            throw LocalPoolError(translating: error)
        }
    }

    /// What loads users into a pool.
    func userLoad(into poolID: String?) async throws(LocalPoolError) -> UserLoad {
        let poolID = poolID ?? homeID
        guard let pool = try await read({ db in try UserPoolRecord.fetchOne(db, key: poolID) }) else {
            throw LocalPoolError(.unknownPool, "there is no pool \(poolID)")
        }
        return UserLoad(pool: pool, now: now, random: environment.random)
    }

    private static func user(in line: [UInt8], at number: Int) throws(LocalPoolError) -> SeedUser {
        let value: JSONValue
        do throws(ByteCodingError) {
            value = try JSONReader().read(line)
        } catch {
            throw LocalPoolError(.invalidSeed, "line \(number) is not JSON: \(error.message)")
        }
        return try SeedUser(SeedNode(value, at: "line \(number)"))
    }
}
