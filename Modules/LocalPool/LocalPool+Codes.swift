internal import GRDB

extension LocalPool {
    /// Hands out the newest code that a user was sent and that nobody has asked for yet; older ones count as asked for.
    ///
    /// - Parameters:
    ///   - name: A username, a `sub`, an e-mail address or a telephone number.
    ///   - poolID: Where to look; `nil` for every pool.
    ///   - wait: How long to wait for a code if there is none, 60 seconds at most.
    /// - Returns: The message with the code; `nil` if none came in time.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unknownPool`` or ``LocalPoolError/Code/unusableFile``.
    public func nextCode(
        for name: String,
        poolID: String? = nil,
        waitingAtMost wait: Duration = .zero
    ) async throws(LocalPoolError) -> DeliveredMessage? {
        // Listening begins before looking, so that nothing falls in between.
        let arrivals = mailbox.arrivals()
        if let poolID { try await requirePool(poolID) }
        if let message = try await takeCode(for: name, poolID: poolID) { return message }
        guard wait > .zero else { return nil }
        return try await Self.first(of: arrivals, within: wait) {
            try await self.takeCode(for: name, poolID: poolID)
        }
    }

    private func takeCode(for name: String, poolID: String?) async throws(LocalPoolError) -> DeliveredMessage? {
        do {
            return try await database.write { db in
                let byName = Column("username") == name || Column("sub") == name || Column("destination") == name
                let byPool = poolID.map { Column("poolID") == $0 } ?? true.sqlExpression
                guard
                    let newest =
                        try MessageRecord
                        .filter(byName && byPool && Column("code") != nil)
                        .order(Column("id").desc)
                        .fetchOne(db), !newest.isHandedOut
                else { return nil }
                try MessageRecord
                    .filter(Column("poolID") == newest.poolID && Column("username") == newest.username)
                    .updateAll(db, Column("isHandedOut").set(to: true))
                return newest.delivered
            }
        } catch is CancellationError {
            return nil
        } catch {
            throw LocalPoolError(translating: error)
        }
    }
}
