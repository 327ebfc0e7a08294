internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension Call {
    private static var greatestNumberOfLinks: Int { 5 }

    /// The identity provider of that name.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func identityProvider(_ name: String, in pool: UserPoolRecord) throws -> IdentityProviderRecord {
        guard let provider = try knownIdentityProvider(name, in: pool) else {
            throw Refusal.unknownProvider(name)
        }
        return provider
    }

    /// The identity provider of that name, if there is one.
    func knownIdentityProvider(_ name: String, in pool: UserPoolRecord) throws -> IdentityProviderRecord? {
        try IdentityProviderRecord.fetchOne(db, key: ["poolID": pool.id, "name": name])
    }

    /// Stores a provider's short names in place of those that it had.
    ///
    /// - Throws: ``Refusal`` if one is another provider's.
    func setIdentifiers(_ identifiers: [String], of provider: IdentityProviderRecord) throws {
        try ProviderIdentifierRecord
            .filter(Column("poolID") == provider.poolID && Column("name") == provider.name)
            .deleteAll(db)
        for identifier in Set(identifiers).sorted() {
            let key = ["poolID": provider.poolID, "identifier": identifier]
            guard try !ProviderIdentifierRecord.exists(db, key: key) else {
                throw Refusal(
                    .duplicateProvider,
                    "Identifier \(identifier) already exists in user pool \(provider.poolID)."
                )
            }
            try ProviderIdentifierRecord(poolID: provider.poolID, identifier: identifier, name: provider.name).insert(
                db
            )
        }
    }

    /// Makes somebody at a provider one of our users, and shows it in the attribute `identities`.
    ///
    /// - Throws: ``Refusal`` if that somebody belongs to a user already, or this user has as many as may be.
    func link(_ source: ProviderUser, at provider: IdentityProviderRecord, to user: UserRecord) throws {
        guard try knownLink(source, in: user.poolID) == nil else {
            throw Refusal.invalidParameter("SourceUser is already linked to DestinationUser")
        }
        guard try links(of: user.sub).count < Self.greatestNumberOfLinks else {
            throw Refusal(.limitExceeded, "A user can be linked to at most \(Self.greatestNumberOfLinks) identities.")
        }
        try ProviderLinkRecord(
            poolID: user.poolID,
            provider: source.provider,
            attribute: source.attribute,
            value: source.value,
            type: provider.details.providerType ?? .oidc,
            sub: user.sub,
            linkedAt: now
        ).insert(db)
        try showLinks(of: user)
    }

    /// Parts somebody at a provider from our user.
    ///
    /// - Throws: ``Refusal`` if they do not belong together.
    func unlink(_ source: ProviderUser, in pool: UserPoolRecord) throws {
        guard let link = try knownLink(source, in: pool.id), let user = try user(sub: link.sub)
        else {
            throw Refusal.userNotFound
        }
        try link.delete(db)
        try showLinks(of: user)
    }

    private func knownLink(_ source: ProviderUser, in poolID: String) throws -> ProviderLinkRecord? {
        try ProviderLinkRecord.fetchOne(
            db,
            key: [
                "poolID": poolID, "provider": source.provider, "attribute": source.attribute, "value": source.value,
            ]
        )
    }

    private func links(of sub: String) throws -> [ProviderLinkRecord] {
        try ProviderLinkRecord
            .filter(Column("sub") == sub)
            .order(Column("linkedAt"), Column("provider"), Column("value"))
            .fetchAll(db)
    }

    private func showLinks(of user: UserRecord) throws {
        let entries = try links(of: user.sub).map(\.entry)
        let text = entries.isEmpty ? "" : String(decoding: try WireCoder().encode(entries), as: UTF8.self)
        var user = user
        try setAttributes(["identities": text], of: &user)
    }
}

/// Somebody as a provider knows them.
struct ProviderUser {
    let provider: String
    let attribute: String
    let value: String

    /// Reads what a request names.
    ///
    /// - Throws: ``Refusal`` if a part is missing.
    init(_ wire: ProviderUserIdentifierType, as role: String) throws {
        guard let provider = wire.providerName, !provider.isEmpty else {
            throw Refusal.missingParameter("\(role).ProviderName")
        }
        guard let value = wire.providerAttributeValue, !value.isEmpty else {
            throw Refusal.missingParameter("\(role).ProviderAttributeValue")
        }
        self.provider = provider
        self.value = value
        attribute = wire.providerAttributeName ?? ProviderRules.subject
    }

    /// Whether that is one of the pool's own users.
    var isOwn: Bool { provider == ProviderRules.ownUsers }

    /// The username that the user has once signed in through the provider.
    var username: String { isOwn ? value : "\(provider)_\(value)" }
}
