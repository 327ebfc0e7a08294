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

    /// What a pool said to its triggers of late, and what they answered: 200 events at most, from old to new.
    ///
    /// - Parameter poolID: Whose triggers.
    /// - Returns: The events and answers, with secrets masked; none of an unknown pool.
    public func triggerLog(poolID: String) -> [TriggerLogEntry] {
        environment.triggers.log(poolID: poolID)
    }
}
