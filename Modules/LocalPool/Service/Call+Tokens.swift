internal import ByteCoding
internal import CognitoJWTSigning
internal import CognitoWire
internal import GRDB

extension Call {
    /// Ends a sign-in: a new family of tokens.
    func issueTokens(
        to user: UserRecord,
        client: AppClientRecord,
        _ grant: TokenGrant
    ) throws -> TokenDraft {
        try TokenFamilyRecord.delete(db, where: "expiresAt < ?", [now.stored])
        var family = TokenFamilyRecord(
            id: try random.makeUUID(),
            eventID: try random.makeUUID(),
            poolID: user.poolID,
            clientID: client.id,
            sub: user.sub,
            authenticatedAt: grant.authenticatedAt ?? now,
            expiresAt: now,
            deviceKey: grant.deviceKey,
            scopes: grant.scopes
        )
        let refreshTokenEnd = now.adding(client.refreshTokenLifetime)
        family.expiresAt = max(refreshTokenEnd, lastExpiry(of: client))
        try family.insert(db)
        var tokens = try draftTokens(of: family, user: user, client: client, grant)
        if grant.isRefreshable {
            tokens.result.refreshToken = Sensitive(try makeRefreshToken(of: family, expiresAt: refreshTokenEnd))
        }
        return tokens
    }

    /// Makes another access and id token of a family; its `auth_time` and `origin_jti` stay.
    func renewTokens(
        of family: TokenFamilyRecord,
        user: UserRecord,
        client: AppClientRecord,
        metadata: [String: String]
    ) throws -> TokenDraft {
        var family = family
        family.expiresAt = max(family.expiresAt, lastExpiry(of: client))
        family.activeAt = now
        try family.update(db)
        let grant = TokenGrant(source: .refreshTokens, metadata: metadata)
        return try draftTokens(of: family, user: user, client: client, grant)
    }

    /// A new refresh token, of which only a hash is stored.
    func makeRefreshToken(of family: TokenFamilyRecord, expiresAt: UnixTime) throws -> String {
        let text = try random.makeToken() + random.makeToken()
        try RefreshTokenRecord(id: storedID(of: text), familyID: family.id, expiresAt: expiresAt).insert(db)
        return text
    }

    /// Revokes every token of a user.
    func revokeTokens(of user: UserRecord) throws {
        try TokenFamilyRecord.filter(Column("sub") == user.sub).updateAll(db, Column("isRevoked").set(to: true))
    }

    private func lastExpiry(of client: AppClientRecord) -> UnixTime {
        now.adding(max(client.accessTokenLifetime, client.idTokenLifetime))
    }

    private func draftTokens(
        of family: TokenFamilyRecord,
        user: UserRecord,
        client: AppClientRecord,
        _ grant: TokenGrant
    ) throws -> TokenDraft {
        guard let keys = try keyring.pair(of: family.poolID, at: now, in: db) else {
            throw Refusal.unknownPool(family.poolID)
        }
        let groups = GroupConfiguration(try groups(of: user))
        let scopes = family.scopes ?? [TokenClaims.scope]
        let overrides = try preTokenGeneration(
            grant.source,
            user: user,
            client: client,
            groups: groups,
            scopes: scopes,
            metadata: grant.metadata
        )
        let claims = TokenClaims(
            user: user,
            groups: overrides.groups ?? groups,
            client: client,
            family: family,
            scopes: scopes,
            nonce: grant.nonce,
            overrides: overrides,
            issuer: issuer(of: family.poolID),
            issuedAt: now
        )
        let access = claims.access(id: try random.makeUUID())
        let identity = claims.hasIdentity ? claims.identity(id: try random.makeUUID()) : nil
        return TokenDraft(
            access: TokenDraft.Part(payload: access, key: keys.access),
            identity: identity.map { TokenDraft.Part(payload: $0, key: keys.identity) },
            lifetime: client.accessTokenLifetime
        )
    }
}

/// Why tokens are made, and what is bound to them.
struct TokenGrant {
    let source: TokenGenerationSource
    var deviceKey: String?
    /// What OAuth granted; `nil` without OAuth, where users may do everything to themselves.
    var scopes: [String]?
    /// When the user signed in, if that was earlier.
    var authenticatedAt: UnixTime?
    /// What the id token is to repeat.
    var nonce: String?
    /// Whether there is a refresh token.
    var isRefreshable = true
    var metadata: [String: String] = [:]
}
