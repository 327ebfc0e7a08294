internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension Call {
    /// A refresh token as the store knows it.
    struct Refresh {
        let token: RefreshTokenRecord
        let family: TokenFamilyRecord
        let user: UserRecord
    }

    /// Finds what a refresh token belongs to.
    ///
    /// A token that is bound to a device is good for that device alone, once it is confirmed and until it is forgotten;
    /// unless the pool tracks devices no longer.
    ///
    /// - Throws: ``Refusal`` if it is unknown, another client's, another device's, expired or revoked, or the user may
    ///   not sign in.
    func refresh(_ text: String, client: AppClientRecord, deviceKey: String?) throws -> Refresh {
        guard let token = try RefreshTokenRecord.first(db, where: "id = ?", [storedID(of: text)]),
            let family = try TokenFamilyRecord.first(db, where: "id = ?", [token.familyID]),
            family.clientID == client.id,
            let user = try user(sub: family.sub)
        else { throw Refusal.notAuthorized("Invalid Refresh Token") }
        guard !family.isRevoked else { throw Refusal.notAuthorized("Refresh Token has been revoked") }
        guard try isBound(family, to: deviceKey, of: user) else {
            throw Refusal.notAuthorized("Invalid Refresh Token")
        }
        guard now < token.expiresAt else { throw Refusal.notAuthorized("Refresh Token has expired") }
        guard user.isEnabled else { throw Refusal.userDisabled }
        return Refresh(token: token, family: family, user: user)
    }

    /// New tokens for a refresh token; with rotation also a new one of these, that expires when the first would have.
    func refreshedTokens(
        for refresh: Refresh,
        client: AppClientRecord,
        metadata: [String: String]
    ) throws -> TokenDraft {
        guard client.rotatesRefreshTokens else {
            return try renewTokens(of: refresh.family, user: refresh.user, client: client, metadata: metadata)
        }
        if let replacedAt = refresh.token.replacedAt, replacedAt.adding(client.rotationGrace) <= now {
            // Who shows a replaced token may have stolen it, or been stolen from: nobody keeps the sign-in.
            var family = refresh.family
            family.isRevoked = true
            try family.update(db)
            throw Refusal(.refreshTokenReuse, "Refresh token reuse detected").keepingChanges
        }
        var tokens = try renewTokens(
            of: refresh.family,
            user: refresh.user,
            client: client,
            metadata: metadata
        )
        if refresh.token.replacedAt == nil {
            var token = refresh.token
            token.replacedAt = now
            try token.update(db)
        }
        let replacement = try makeRefreshToken(of: refresh.family, expiresAt: refresh.token.expiresAt)
        tokens.result.refreshToken = Sensitive(replacement)
        return tokens
    }

    private func isBound(_ family: TokenFamilyRecord, to deviceKey: String?, of user: UserRecord) throws -> Bool {
        guard let bound = family.deviceKey, try pool(family.poolID).tracksDevices else { return true }
        return try bound == deviceKey && isDevice(bound, of: user)
    }

    private func isDevice(_ key: String, of user: UserRecord) throws -> Bool {
        try DeviceRecord.fetchOne(db, key: ["sub": user.sub, "key": key])?.isConfirmed == true
    }
}
