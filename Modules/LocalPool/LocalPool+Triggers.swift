internal import GRDB

extension LocalPool {
    /// Sets a trigger of a pool, in place of the one before.
    ///
    /// Calls under way may still reach the old one. Of the versions of the token trigger a pool has one at most.
    ///
    /// - Parameters:
    ///   - handler: What answers the events; `nil` removes the trigger.
    ///   - kind: Which trigger.
    ///   - poolID: Whose.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unknownPool`` or ``LocalPoolError/Code/unusableFile``.
    public func setTrigger(
        _ handler: (any TriggerHandler)?,
        for kind: TriggerKind,
        poolID: String
    ) async throws(LocalPoolError) {
        try await requirePool(poolID)
        environment.triggers.set(handler, for: kind, poolID: poolID)
    }

    /// Sets the triggers that the data file keeps.
    func restoreTriggers() throws(LocalPoolError) {
        let records: [TriggerRecord]
        do {
            records = try database.read { db in try TriggerRecord.fetchAll(db) }
        } catch {
            throw LocalPoolError(translating: error)
        }
        try resetTriggers(to: records)
    }

    /// Sets triggers in place of all there are, and those of the configuration.
    func resetTriggers(to records: [TriggerRecord]) throws(LocalPoolError) {
        environment.triggers.removeAll()
        for record in records { try environment.set(record) }
        for (kind, handler) in homeSettings.triggers {
            environment.triggers.set(handler, for: kind, poolID: homeID)
        }
    }

    /// What a pool said to its triggers of late, and what they answered: 200 events at most, from old to new.
    ///
    /// - Parameter poolID: Whose triggers.
    /// - Returns: The events and answers, with secrets masked; none of an unknown pool.
    public func triggerLog(poolID: String) -> [TriggerLogEntry] {
        environment.triggers.log(poolID: poolID)
    }
}

extension PoolEnvironment {
    /// What a kept trigger stands for.
    func handler(of setting: TriggerSetting) throws(LocalPoolError) -> any TriggerHandler {
        if let command = setting.command, setting.url == nil { return try CommandTrigger(arguments: command) }
        guard let hooks else {
            throw LocalPoolError(
                .invalidConfiguration,
                "a trigger is an HTTP hook, and the pool has no way to send one"
            )
        }
        return try setting.handler(transport: hooks)
    }

    /// Sets a trigger that the data file keeps.
    func set(_ record: TriggerRecord) throws(LocalPoolError) {
        triggers.set(try handler(of: record.setting), for: record.kind, poolID: record.poolID)
    }
}
