internal import ByteCoding
internal import GRDB

extension Call {
    /// Whether attempts at that factor are locked right now.
    func isLocked(_ factor: LockoutRecord.Factor, username: String, poolID: String) throws -> Bool {
        try lockout(factor, username: username, poolID: poolID).isLocked(at: now)
    }

    /// Counts a failure.
    ///
    /// Names that nobody has count too: a lock must not tell who exists.
    func recordFailure(_ factor: LockoutRecord.Factor, username: String, poolID: String) throws {
        try LockoutRecord.delete(db, where: "lockedUntil <= ?", [now.adding(.zero - Lockout.quietPeriod).stored])
        let lockout = try lockout(factor, username: username, poolID: poolID).failed(at: now)
        try LockoutRecord(poolID: poolID, username: username, factor: factor, lockout: lockout).save(db)
    }

    /// Forgets the failures of that factor.
    func recordSuccess(_ factor: LockoutRecord.Factor, username: String, poolID: String) throws {
        try LockoutRecord.delete(db, where: Self.lockoutKey, [poolID, username, factor.rawValue])
    }

    private func lockout(_ factor: LockoutRecord.Factor, username: String, poolID: String) throws -> Lockout {
        try LockoutRecord.first(db, where: Self.lockoutKey, [poolID, username, factor.rawValue])?.lockout ?? Lockout()
    }

    private static var lockoutKey: StaticString { "poolID = ? AND username = ? AND factor = ?" }
}
