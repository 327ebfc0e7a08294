internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import CryptoPrimitives
internal import GRDB

extension Call {
    /// The pool of that id.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func pool(_ id: String) throws -> UserPoolRecord {
        guard let pool = try UserPoolRecord.fetchOne(db, key: id) else { throw Refusal.unknownPool(id) }
        return pool
    }

    /// The client of that id.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func client(_ id: Sensitive<String>) throws -> AppClientRecord {
        guard let client = try AppClientRecord.fetchOne(db, key: id.value) else {
            throw Refusal.unknownClient(id.value)
        }
        return client
    }

    /// The user of that name.
    func user(named username: String, poolID: String) throws -> UserRecord? {
        try UserRecord.filter(Column("poolID") == poolID && Column("username") == username).fetchOne(db)
    }

    /// The user of that name or `sub`, as administrators may call them.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func user(_ name: Sensitive<String>, in pool: UserPoolRecord) throws -> UserRecord {
        let bySub = UserRecord.filter(Column("poolID") == pool.id && Column("sub") == name.value)
        guard let user = try user(named: name.value, poolID: pool.id) ?? bySub.fetchOne(db) else {
            throw Refusal.userNotFound
        }
        return user
    }

    /// A user's attributes, without `sub`.
    func attributes(of user: UserRecord) throws -> [String: String] {
        let rows = try UserAttributeRecord.filter(Column("sub") == user.sub).fetchAll(db)
        return Dictionary(rows.map { ($0.name, $0.value) }) { _, last in last }
    }

    /// A user's attributes as the wire has them: `sub` first, the others by name.
    func wireAttributes(of user: UserRecord, visibleTo client: AppClientRecord? = nil) throws -> [AttributeType] {
        let others = try attributes(of: user).filter { client?.reads($0.key) ?? true }.sorted { $0.key < $1.key }
        return ([("sub", user.sub)] + others.map { ($0.key, $0.value) }).map { name, value in
            AttributeType(name: name, value: Sensitive(value))
        }
    }

    /// A user as administrators see one.
    func wireUser(_ user: UserRecord, attributes names: [String]? = nil) throws -> UserType {
        let wanted = names.map { Set($0) }
        return UserType(
            attributes: try wireAttributes(of: user).filter { wanted?.contains($0.name) ?? true },
            enabled: user.isEnabled,
            userCreateDate: user.createdAt,
            userLastModifiedDate: user.modifiedAt,
            userStatus: user.status,
            username: Sensitive(user.username)
        )
    }

    /// Stores attributes; empty values remove.
    func setAttributes(_ values: [String: String], of user: UserRecord) throws {
        for (name, value) in values {
            let record = UserAttributeRecord(sub: user.sub, name: name, value: value)
            if value.isEmpty {
                try record.delete(db)
            } else {
                try record.save(db)
            }
        }
    }

    /// Checks `SECRET_HASH`, in constant time.
    ///
    /// - Parameters:
    ///   - hash: As it was sent.
    ///   - client: Whose secret it is made with.
    ///   - names: The usernames that it may be made over.
    /// - Throws: ``Refusal`` if it is missing, wrong, or sent for a client without secret.
    func checkSecretHash(_ hash: String?, of client: AppClientRecord, over names: [String]) throws {
        guard let secret = client.secret else {
            guard hash == nil else {
                throw Refusal.notAuthorized("Unable to verify secret hash for client \(client.id)")
            }
            return
        }
        guard let hash else {
            throw Refusal.notAuthorized(
                "Client \(client.id) is configured with secret but SECRET_HASH was not received"
            )
        }
        let isRight = try names.reduce(false) { isRight, name in
            let expected = try SecretHash.make(
                username: name,
                clientID: client.id,
                clientSecret: SecretBytes(utf8: secret)
            )
            return ConstantTime.areEqual(Array(expected.utf8), Array(hash.utf8)) || isRight
        }
        guard isRight else { throw Refusal.notAuthorized("SecretHash does not match for the client: \(client.id)") }
    }

    /// Checks a password against the pool's policy.
    ///
    /// - Throws: ``Refusal`` that says what is missing.
    func checkPolicy(_ password: String, in pool: UserPoolRecord) throws {
        if let complaint = pool.passwordPolicy.complaint(about: password) {
            throw Refusal(.invalidPassword, complaint)
        }
    }
}

extension Call {
    /// Whether that is the client's secret, in constant time; a client without one takes none.
    func isSecret(_ secret: String?, of client: AppClientRecord) throws -> Bool {
        guard let known = client.secret else { return secret == nil }
        return ConstantTime.areEqual(Array(known.utf8), Array((secret ?? "").utf8))
    }

    /// Where a code would have gone for a name that nobody has.
    func decoyDelivery(username: String, in pool: UserPoolRecord) throws -> CodeDeliveryDetailsType {
        CodeDeliveryDetailsType(
            attributeName: "email",
            deliveryMedium: .email,
            destination: try decoy.maskedEmail(username: username, poolID: pool.id)
        )
    }
}
