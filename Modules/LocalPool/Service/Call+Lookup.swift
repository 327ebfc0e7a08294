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
        guard let pool = try UserPoolRecord.first(db, where: "id = ?", [id]) else { throw Refusal.unknownPool(id) }
        return pool
    }

    /// The client of that id.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func client(_ id: Sensitive<String>) throws -> AppClientRecord {
        guard let client = try AppClientRecord.first(db, where: "id = ?", [id.value]) else {
            throw Refusal.unknownClient(id.value)
        }
        return client
    }

    /// The client of that id in that pool.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func client(_ id: Sensitive<String>, in pool: UserPoolRecord) throws -> AppClientRecord {
        let client = try client(id)
        guard client.poolID == pool.id else { throw Refusal.unknownClient(id.value) }
        return client
    }

    /// The user of that name, or whose verified address, number or preferred username it is where the pool has aliases.
    func user(named name: String, in pool: UserPoolRecord) throws -> UserRecord? {
        let key = pool.key(of: name)
        if let user = try UserRecord.first(db, where: "poolID = ? AND key = ?", [pool.id, key]) { return user }
        for attribute in pool.aliases {
            guard let alias = try alias(attribute, key: key, in: pool) else { continue }
            return try user(sub: alias.sub)
        }
        return nil
    }

    /// The alias of that attribute and value, whoever has it.
    func alias(_ attribute: String, key: String, in pool: UserPoolRecord) throws -> UserAliasRecord? {
        try UserAliasRecord.first(db, where: "poolID = ? AND attribute = ? AND key = ?", [pool.id, attribute, key])
    }

    /// The user of that id, in whatever pool.
    func user(sub: String) throws -> UserRecord? {
        try UserRecord.first(db, where: "sub = ?", [sub])
    }

    /// The user of that name, alias or `sub`, as administrators may call them.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func user(_ name: Sensitive<String>, in pool: UserPoolRecord) throws -> UserRecord {
        if let user = try user(named: name.value, in: pool) { return user }
        guard let user = try user(sub: name.value), user.poolID == pool.id else { throw Refusal.userNotFound }
        return user
    }

    /// A user's attributes as the wire has them: `sub` first, the others by name.
    func wireAttributes(of user: UserRecord, visibleTo client: AppClientRecord? = nil) -> [AttributeType] {
        let others = user.attributes.filter { client?.reads($0.key) ?? true }.sorted { $0.key < $1.key }
        return ([("sub", user.sub)] + others.map { ($0.key, $0.value) }).map { name, value in
            AttributeType(name: name, value: Sensitive(value))
        }
    }

    /// A user as administrators see one.
    func wireUser(_ user: UserRecord, attributes names: [String]? = nil) -> UserType {
        let wanted = names.map { Set($0) }
        return UserType(
            attributes: wireAttributes(of: user).filter { wanted?.contains($0.name) ?? true },
            enabled: user.isEnabled,
            mfaOptions: user.mfaOptions,
            userCreateDate: user.createdAt,
            userLastModifiedDate: user.modifiedAt,
            userStatus: user.status,
            username: Sensitive(user.username)
        )
    }

    /// Checks `SECRET_HASH`, in constant time.
    ///
    /// - Parameters:
    ///   - hash: As it was sent.
    ///   - client: Whose secret it is made with.
    ///   - names: The usernames that it may be made over.
    /// - Throws: ``Refusal`` if it is missing, wrong, or sent for a client without secret.
    func checkSecretHash(_ hash: String?, of client: AppClientRecord, over names: [String]) throws {
        guard !client.secrets.isEmpty else {
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
        var isRight = false
        for secret in client.secrets {
            for name in names {
                let expected = try SecretHash.make(
                    username: name,
                    clientID: client.id,
                    clientSecret: SecretBytes(utf8: secret.value.value)
                )
                isRight = ConstantTime.areEqual(Array(expected.utf8), Array(hash.utf8)) || isRight
            }
        }
        guard isRight else { throw Refusal.notAuthorized("SecretHash does not match for the client: \(client.id)") }
    }
}

extension Call {
    /// Whether that is one of the client's secrets, in constant time; a client without any takes none.
    func isSecret(_ secret: String?, of client: AppClientRecord) throws -> Bool {
        guard !client.secrets.isEmpty else { return secret == nil }
        return client.secrets.reduce(false) { isRight, known in
            ConstantTime.areEqual(Array(known.value.value.utf8), Array((secret ?? "").utf8)) || isRight
        }
    }

    /// Where a code would have gone for a name that nobody has: by text message if it looks like a telephone number, or if
    /// the pool verifies nothing else.
    func decoyDelivery(username: String, in pool: UserPoolRecord) throws -> CodeDeliveryDetailsType {
        let isTelephone = username.hasPrefix("+") || pool.details.autoVerifiedAttributes == [.phoneNumber]
        return CodeDeliveryDetailsType(
            attributeName: isTelephone ? "phone_number" : "email",
            deliveryMedium: isTelephone ? .sms : .email,
            destination: isTelephone
                ? try decoy.maskedTelephone(username: username, poolID: pool.id)
                : try decoy.maskedEmail(username: username, poolID: pool.id)
        )
    }
}
