internal import ByteCoding
internal import CognitoJWTSigning
internal import CognitoWire

extension Call {
    /// Makes an access token of a client, which belongs to no user and cannot be renewed or revoked.
    ///
    /// - Throws: ``Refusal`` if a trigger refuses it.
    func issueToken(
        toClient client: AppClientRecord,
        scopes: [String],
        in pool: UserPoolRecord
    ) throws -> TokenDraft {
        guard let keys = try keyring.pair(of: pool.id, at: now, in: db) else { throw Refusal.unknownPool(pool.id) }
        let overrides = try preTokenGeneration(
            .clientCredentials,
            user: nil,
            client: client,
            groups: GroupConfiguration(),
            scopes: scopes,
            metadata: nil
        )
        let claims: [String: WireDocument] = [
            "sub": .string(client.id),
            "client_id": .string(client.id),
            "iss": .string(issuer(of: pool.id)),
            "token_use": .string("access"),
            "scope": .string(overrides.applied(to: scopes).joined(separator: " ")),
            "auth_time": .integer(now.seconds),
            "iat": .integer(now.seconds),
            "exp": .integer(now.adding(client.accessTokenLifetime).seconds),
            "jti": .string(try random.makeUUID()),
            "version": .integer(2),
        ]
        return TokenDraft(
            access: TokenDraft.Part(payload: .object(overrides.access.applied(to: claims)), key: keys.access),
            lifetime: client.accessTokenLifetime
        )
    }
}
