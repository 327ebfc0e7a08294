internal import GRDB

extension LocalPool {
    private static var messagesPerPage: Int { 500 }

    /// The messages of the inbox, from old to new, 500 at a time.
    ///
    /// - Parameters:
    ///   - filter: Which ones.
    ///   - after: The cursor of the page before; 0 begins with the first message.
    ///   - wait: How long to wait for a message if there is none, 60 seconds at most.
    /// - Returns: The messages, and the cursor for the next ones.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unknownPool`` or ``LocalPoolError/Code/unusableFile``.
    public func messages(
        matching filter: InboxFilter = InboxFilter(),
        after: Int64 = 0,
        waitingAtMost wait: Duration = .zero
    ) async throws(LocalPoolError) -> InboxPage {
        // Listening begins before looking, so that nothing falls in between.
        let arrivals = mailbox.arrivals()
        if let poolID = filter.poolID { try await requirePool(poolID) }
        let page = try await page(matching: filter, after: after)
        guard page.messages.isEmpty, wait > .zero else { return page }
        let awaited = try await Self.first(of: arrivals, within: wait) {
            let page = try await self.page(matching: filter, after: after)
            return page.messages.isEmpty ? nil : page
        }
        return awaited ?? page
    }

    /// Deletes messages of the inbox; the codes in them stay good.
    ///
    /// - Parameter filter: Which ones.
    /// - Returns: How many there were.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unknownPool`` or ``LocalPoolError/Code/unusableFile``.
    @discardableResult
    public func deleteMessages(matching filter: InboxFilter = InboxFilter()) async throws(LocalPoolError) -> Int {
        if let poolID = filter.poolID { try await requirePool(poolID) }
        do {
            return try await database.write { db in try filter.request.deleteAll(db) }
        } catch {
            throw LocalPoolError(translating: error)
        }
    }

    private func page(matching filter: InboxFilter, after: Int64) async throws(LocalPoolError) -> InboxPage {
        let limit = Self.messagesPerPage
        return try await read { db in
            let messages = try filter.request
                .filter(Column("id") > after)
                .order(Column("id"))
                .limit(limit)
                .fetchAll(db)
                .map(\.delivered)
            // A page that is not full has seen everything, and the next one begins behind what did not match, too.
            let newest = try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM message") ?? after
            let seen = messages.count < limit ? max(newest, after) : messages.last?.id ?? after
            return InboxPage(messages: messages, cursor: seen)
        }
    }

    /// Fails if there is no pool of that id.
    func requirePool(_ poolID: String) async throws(LocalPoolError) {
        guard try await read({ db in try UserPoolRecord.exists(db, key: poolID) }) else {
            throw LocalPoolError(.unknownPool, "there is no pool \(poolID)")
        }
    }

    /// Looks after each arrival until something is found or the time is over, 60 seconds at most.
    static func first<Found: Sendable>(
        of arrivals: AsyncStream<Void>,
        within wait: Duration,
        _ look: @escaping @Sendable () async throws -> Found?
    ) async throws(LocalPoolError) -> Found? {
        do {
            return try await withThrowingTaskGroup(of: Found?.self) { group in
                group.addTask {
                    for await _ in arrivals {
                        if let found = try await look() { return found }
                    }
                    return nil
                }
                group.addTask {
                    try? await Task.sleep(for: min(wait, .seconds(60)))
                    return nil
                }
                // The deadline ends the wait, but what was found at the last moment is not lost.
                let first = try await group.next() ?? nil
                group.cancelAll()
                return try await group.reduce(first) { $0 ?? $1 }
            }
        } catch {
            throw LocalPoolError(translating: error)
        }
    }
}
