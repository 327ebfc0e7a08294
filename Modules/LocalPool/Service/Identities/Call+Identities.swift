internal import CognitoWire
internal import GRDB

extension Call {
    /// The identity pool of that id.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func identityPool(_ id: String) throws -> IdentityPoolRecord {
        guard let pool = try IdentityPoolRecord.fetchOne(db, key: id) else {
            throw Refusal(.resourceNotFound, "IdentityPool '\(id)' not found.")
        }
        return pool
    }

    /// The identity pool that a resource name stands for.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func identityPool(arn: String) throws -> IdentityPoolRecord {
        let id = arn.split(separator: "/").last.map(String.init) ?? ""
        guard let pool = try IdentityPoolRecord.fetchOne(db, key: id), pool.arn == arn else {
            throw Refusal(.resourceNotFound, "Resource '\(arn)' not found.")
        }
        return pool
    }

    /// The identity of that id.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func identity(_ id: String) throws -> IdentityRecord {
        guard let identity = try IdentityRecord.fetchOne(db, key: id) else {
            throw Refusal(.resourceNotFound, "Identity '\(id)' not found.")
        }
        return identity
    }

    /// The logins that lead to an identity, by provider.
    func logins(of identity: IdentityRecord) throws -> [IdentityLoginRecord] {
        try IdentityLoginRecord.filter(Column("identityID") == identity.id).order(Column("provider")).fetchAll(db)
    }

    /// The identity that logins lead to, or a new one; without logins always a new one.
    ///
    /// - Throws: ``Refusal`` if they lead to several.
    func identity(of logins: [Login], in pool: IdentityPoolRecord) throws -> IdentityRecord {
        let owners = try Set(logins.compactMap { try owner(of: $0, in: pool.id) })
        guard owners.count < 2 else { throw Refusal.loginTaken }
        guard let owner = owners.first else {
            let identity = IdentityRecord(
                id: "\(region):\(try random.makeUUID())",
                poolID: pool.id,
                createdAt: now,
                modifiedAt: now
            )
            try identity.insert(db)
            return try linking(identity, with: logins)
        }
        return try linking(identity(owner), with: logins)
    }

    /// The identity of that id, for whoever has these logins.
    ///
    /// A guest becomes who the logins say, which may be another identity.
    ///
    /// - Throws: ``Refusal`` if the identity is somebody else's, or a login is.
    func identity(_ identity: IdentityRecord, with logins: [Login]) throws -> IdentityRecord {
        let own = try self.logins(of: identity)
        guard !logins.isEmpty else {
            guard own.isEmpty, identity.mergedInto == nil else { throw Refusal.forbidden(identity) }
            return identity
        }
        if let heir = identity.mergedInto { return try self.identity(self.identity(heir), with: logins) }
        guard own.isEmpty || own.contains(where: { known in logins.contains { $0.isSame(as: known) } }) else {
            throw Refusal.loginsDoNotMatch
        }
        let others = try Set(logins.compactMap { try owner(of: $0, in: identity.poolID) }).subtracting([identity.id])
        guard let other = others.first else { return try linking(identity, with: logins) }
        guard own.isEmpty, others.count == 1 else { throw Refusal.loginTaken }
        var guest = identity
        guest.mergedInto = other
        guest.modifiedAt = now
        try guest.update(db)
        return try linking(self.identity(other), with: logins)
    }

    private func owner(of login: Login, in poolID: String) throws -> String? {
        let key = ["poolID": poolID, "userPoolID": login.provider.userPoolID, "sub": login.subject]
        return try IdentityLoginRecord.fetchOne(db, key: key)?.identityID
    }

    /// Lets logins lead to an identity that they do not lead to yet.
    private func linking(_ identity: IdentityRecord, with logins: [Login]) throws -> IdentityRecord {
        let known = try self.logins(of: identity)
        let added = logins.filter { login in !known.contains { login.isSame(as: $0) } }
        guard !added.isEmpty else { return identity }
        for login in added {
            try IdentityLoginRecord(
                poolID: identity.poolID,
                userPoolID: login.provider.userPoolID,
                sub: login.subject,
                provider: login.provider.name,
                identityID: identity.id
            ).insert(db)
        }
        var identity = identity
        identity.modifiedAt = now
        try identity.update(db)
        return identity
    }
}

extension Call.Login {
    /// Whether that is the same user.
    func isSame(as record: IdentityLoginRecord) -> Bool {
        provider.userPoolID == record.userPoolID && subject == record.sub
    }
}

extension Refusal {
    fileprivate static let loginTaken = Refusal(.resourceConflict, "Login is already linked to another identity.")

    static func forbidden(_ identity: IdentityRecord) -> Refusal {
        notAuthorized("Access to Identity '\(identity.id)' is forbidden.")
    }
}
