internal import ByteCoding
internal import CognitoJWTSigning
internal import CognitoWire
internal import GRDB

extension Call {
    /// Ends a sign-in: a new family of tokens.
    func issueTokens(
        to user: UserRecord,
        client: AppClientRecord,
        pool: UserPoolRecord
    ) throws -> AuthenticationResultType {
        try TokenFamilyRecord.filter(Column("expiresAt") < now.stored).deleteAll(db)
        var family = TokenFamilyRecord(
            id: try random.makeUUID(),
            eventID: try random.makeUUID(),
            poolID: pool.id,
            clientID: client.id,
            sub: user.sub,
            authenticatedAt: now,
            expiresAt: now
        )
        let refreshTokenEnd = now.adding(client.refreshTokenLifetime)
        family.expiresAt = max(refreshTokenEnd, lastExpiry(of: client))
        try family.insert(db)
        var result = try signTokens(of: family, user: user, client: client)
        result.refreshToken = Sensitive(try makeRefreshToken(of: family, expiresAt: refreshTokenEnd))
        return result
    }

    /// Signs another access and id token of a family; its `auth_time` and `origin_jti` stay.
    func renewTokens(
        of family: TokenFamilyRecord,
        user: UserRecord,
        client: AppClientRecord
    ) throws -> AuthenticationResultType {
        var family = family
        family.expiresAt = max(family.expiresAt, lastExpiry(of: client))
        try family.update(db)
        return try signTokens(of: family, user: user, client: client)
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
        client: AppClientRecord
    ) throws -> AuthenticationResultType {
        guard let keys = try keyring.pair(of: family.poolID, in: db) else { throw Refusal.unknownPool(family.poolID) }
        let claims = TokenClaims(
            user: user,
            attributes: try attributes(of: user),
            groups: try groups(of: user),
            client: client,
            family: family,
            issuer: issuer(of: family.poolID),
            issuedAt: now
        )
        var result = AuthenticationResultType()
        result.accessToken = try signed(claims.access(id: random.makeUUID()), by: keys.access)
        result.idToken = try signed(claims.identity(id: random.makeUUID()), by: keys.identity)
        result.expiresIn = Int(client.accessTokenLifetime.components.seconds)
        result.tokenType = "Bearer"
        return result
    }

    private func signed(_ claims: WireDocument, by key: SigningKey) throws -> Sensitive<String> {
        Sensitive(String(decoding: try key.sign(payload: WireCoder().encode(claims)), as: UTF8.self))
    }
}
