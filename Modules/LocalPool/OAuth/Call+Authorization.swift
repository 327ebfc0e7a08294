internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension Call {
    private static var codeLifetime: Duration { .seconds(300) }
    private static var browserSessionLifetime: Duration { .seconds(3600) }

    /// Checks what an application asks of a pool.
    ///
    /// - Throws: ``AuthorizationFailure``, or what the store throws.
    func authorization(_ request: AuthorizationRequest, poolID: String) throws -> Authorization {
        guard let clientID = request.clientID else {
            throw AuthorizationFailure.page(OAuthRefusal(.invalidRequest, "client_id is missing."))
        }
        guard let client = try AppClientRecord.fetchOne(db, key: clientID), client.poolID == poolID else {
            throw AuthorizationFailure.page(OAuthRefusal(.invalidRequest, "The pool has no client of that id."))
        }
        let pool = try pool(poolID)
        return try Authorization(request, of: client, in: pool, customScopes: customScopes(of: pool))
    }

    /// Who is signed in with that cookie.
    ///
    /// - Parameters:
    ///   - cookie: As the browser sent it.
    ///   - poolID: The pool that it must be of.
    /// - Returns: The session with its user; `nil` if there is none, or the user may not sign in any more.
    /// - Throws: What the store throws.
    func browser(_ cookie: String?, poolID: String) throws -> (session: BrowserSessionRecord, user: UserRecord)? {
        guard let cookie, let session = try BrowserSessionRecord.fetchOne(db, key: storedID(of: cookie)),
            session.poolID == poolID, now < session.expiresAt,
            let user = try user(sub: session.sub), user.isEnabled
        else { return nil }
        return (session, user)
    }

    /// Remembers who signed in.
    ///
    /// - Returns: The text of the cookie, of which only a hash is stored.
    func startBrowserSession(of user: UserRecord) throws -> String {
        try BrowserSessionRecord.filter(Column("expiresAt") <= now.stored).deleteAll(db)
        let text = try random.makeToken()
        try BrowserSessionRecord(
            id: storedID(of: text),
            poolID: user.poolID,
            sub: user.sub,
            authenticatedAt: now,
            expiresAt: now.adding(Self.browserSessionLifetime)
        ).insert(db)
        return text
    }

    /// Forgets who signed in.
    func endBrowserSession(_ cookie: String?) throws {
        guard let cookie else { return }
        try BrowserSessionRecord.deleteOne(db, key: storedID(of: cookie))
    }

    /// Grants what was asked for.
    ///
    /// - Parameters:
    ///   - authorization: What was asked for.
    ///   - user: Who is signed in.
    ///   - time: Since when.
    /// - Returns: Where the browser goes with it.
    /// - Throws: ``Refusal`` of a trigger, or what the store throws.
    func grant(_ authorization: Authorization, to user: UserRecord, authenticatedAt time: UnixTime) throws -> String {
        switch authorization.answer {
        case .code:
            let code = try makeAuthorizationCode(for: authorization, user: user, authenticatedAt: time)
            return authorization.returnAddress.with([("code", code)])
        case .token:
            let grant = TokenGrant(
                source: .hostedAuth,
                scopes: authorization.scopes,
                authenticatedAt: time,
                nonce: authorization.nonce,
                isRefreshable: false
            )
            let tokens = try signed(issueTokens(to: user, client: authorization.client, grant))
            return authorization.returnAddress.with([
                ("id_token", tokens.idToken?.value), ("access_token", tokens.accessToken?.value),
                ("expires_in", tokens.expiresIn.map(String.init)), ("token_type", tokens.tokenType),
            ])
        }
    }

    private func makeAuthorizationCode(
        for authorization: Authorization,
        user: UserRecord,
        authenticatedAt time: UnixTime
    ) throws -> String {
        try AuthorizationCodeRecord.filter(Column("expiresAt") <= now.stored).deleteAll(db)
        let code = try random.makeUUID()
        try AuthorizationCodeRecord(
            id: storedID(of: code),
            poolID: authorization.pool.id,
            clientID: authorization.client.id,
            sub: user.sub,
            redirectURI: authorization.redirectURI,
            scopes: authorization.scopes,
            nonce: authorization.nonce,
            codeChallenge: authorization.codeChallenge,
            authenticatedAt: time,
            expiresAt: now.adding(Self.codeLifetime)
        ).insert(db)
        return code
    }
}
