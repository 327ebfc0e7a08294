internal import CognitoWire
internal import GRDB

extension Call {
    /// Stores attributes and the user with them; empty values remove.
    ///
    /// Aliases follow: each names the user for as long as the attribute has the value, and is verified where the pool asks
    /// for that.
    ///
    /// - Parameters:
    ///   - values: New values by name, checked before.
    ///   - user: Whose they are.
    ///   - takesAliases: Whether an alias that names another user is taken from that user.
    /// - Throws: ``Refusal`` if an alias names another user, unless it is taken.
    func setAttributes(
        _ values: [String: String],
        of user: inout UserRecord,
        takingAliases takesAliases: Bool = false
    ) throws {
        for (name, value) in values { user.attributes[name] = value.isEmpty ? nil : value }
        user.modifiedAt = now
        try user.update(db)
        try updateAliases(of: user, in: pool(user.poolID), takesAliases)
    }

    private func updateAliases(of user: UserRecord, in pool: UserPoolRecord, _ takesAliases: Bool) throws {
        try UserAliasRecord.delete(db, where: "sub = ?", [user.sub])
        for alias in pool.aliases(of: user) {
            if let taken = try self.alias(alias.attribute, key: alias.key, in: pool) {
                guard takesAliases else { throw Refusal.aliasExists(alias.attribute) }
                try lose(taken)
            }
            try alias.insert(db)
        }
    }

    /// Whose alias was taken has the address still, but no longer verified.
    private func lose(_ alias: UserAliasRecord) throws {
        try alias.delete(db)
        guard var loser = try user(sub: alias.sub) else { return }
        loser.attributes["\(alias.attribute)_verified"] = "false"
        try loser.update(db)
    }
}
