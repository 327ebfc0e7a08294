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
    ) throws -> AuthenticationResultType {
        try TokenFamilyRecord.filter(Column("expiresAt") < now.stored).deleteAll(db)
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
        var result = try signTokens(of: family, user: user, client: client, grant)
        if grant.isRefreshable {
            result.refreshToken = Sensitive(try makeRefreshToken(of: family, expiresAt: refreshTokenEnd))
        }
        return result
    }

    /// Signs another access and id token of a family; its `auth_time` and `origin_jti` stay.
    func renewTokens(
        of family: TokenFamilyRecord,
        user: UserRecord,
        client: AppClientRecord,
        metadata: [String: String]
    ) throws -> AuthenticationResultType {
        var family = family
        family.expiresAt = max(family.expiresAt, lastExpiry(of: client))
        family.activeAt = now
        try family.update(db)
        let grant = TokenGrant(source: .refreshTokens, metadata: metadata)
        return try signTokens(of: family, user: user, client: client, grant)
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

    private func signTokens(
        of family: TokenFamilyRecord,
        user: UserRecord,
        client: AppClientRecord,
        _ grant: TokenGrant
    ) throws -> AuthenticationResultType {
        guard let keys = try keyring.pair(of: family.poolID, at: now, in: db) else {
            throw Refusal.unknownPool(family.poolID)
        }
        let groups = GroupConfiguration(try groups(of: user))
        let scopes = family.scopes ?? [TokenClaims.scope]
        let overrides = try preTokenGeneration(
            grant.source,
            user: user,
            client: client,
            in: pool(family.poolID),
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
        let access = try WireCoder().encode(claims.access(id: random.makeUUID()))
        let identity = claims.hasIdentity ? try WireCoder().encode(claims.identity(id: random.makeUUID())) : nil
        let signed = try outside([keys.access.keyID: access, keys.identity.keyID: identity]) {
            (access: try keys.access.sign(payload: access), identity: try identity.map(keys.identity.sign(payload:)))
        }
        var result = AuthenticationResultType()
        result.accessToken = Sensitive(String(decoding: signed.access, as: UTF8.self))
        result.idToken = signed.identity.map { Sensitive(String(decoding: $0, as: UTF8.self)) }
        result.expiresIn = Int(client.accessTokenLifetime.components.seconds)
        result.tokenType = "Bearer"
        return result
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
