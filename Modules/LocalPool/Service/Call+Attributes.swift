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

    /// The user whom an alias names.
    func owner(of value: String, attribute: String, in pool: UserPoolRecord) throws -> String? {
        let key = ["poolID": pool.id, "attribute": attribute, "key": pool.key(of: value)]
        return try UserAliasRecord.fetchOne(db, key: key)?.sub
    }

    private func updateAliases(of user: UserRecord, in pool: UserPoolRecord, _ takesAliases: Bool) throws {
        for attribute in pool.aliases {
            try UserAliasRecord
                .filter(Column("sub") == user.sub && Column("attribute") == attribute)
                .deleteAll(db)
            guard let value = user.attributes[attribute], isAlias(attribute, of: user, in: pool) else { continue }
            if let owner = try owner(of: value, attribute: attribute, in: pool) {
                guard takesAliases else { throw Refusal.aliasExists(attribute) }
                try loseAlias(attribute, sub: owner, in: pool)
            }
            let key = pool.key(of: value)
            try UserAliasRecord(poolID: pool.id, attribute: attribute, key: key, sub: user.sub).insert(db)
        }
    }

    /// Whether the attribute names its user: in place of a username at once, beside one when it is verified.
    private func isAlias(_ attribute: String, of user: UserRecord, in pool: UserPoolRecord) -> Bool {
        pool.usernameAttributes.contains(attribute) || attribute == "preferred_username"
            || user.attributes["\(attribute)_verified"] == "true"
    }

    /// Whose alias was taken has the address still, but no longer verified.
    private func loseAlias(_ attribute: String, sub: String, in pool: UserPoolRecord) throws {
        try UserAliasRecord.filter(Column("sub") == sub && Column("attribute") == attribute).deleteAll(db)
        guard var loser = try UserRecord.fetchOne(db, key: sub) else { return }
        loser.attributes["\(attribute)_verified"] = "false"
        try loser.update(db)
    }
}
