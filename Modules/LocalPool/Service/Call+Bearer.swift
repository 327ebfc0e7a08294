internal import ByteCoding
internal import CognitoJWT
internal import CognitoWire
internal import GRDB

extension Call {
    /// Who calls with an access token, as the store knows them now.
    struct Bearer {
        let user: UserRecord
        let client: AppClientRecord
        let pool: UserPoolRecord
        let family: TokenFamilyRecord
    }

    /// Reads an access token: signed by us, not expired, not revoked, of a user who may still sign in.
    ///
    /// - Parameters:
    ///   - token: As it was sent.
    ///   - scope: What it must allow for.
    /// - Returns: Whose it is.
    /// - Throws: ``Refusal`` that says what is wrong with it.
    func bearer(of token: Sensitive<String>, requiring scope: String = TokenClaims.scope) throws -> Bearer {
        let token = try verifiedToken(token.value)
        guard let pool = try UserPoolRecord.first(db, where: "id = ?", [token.userPoolID]),
            let client = try AppClientRecord.first(db, where: "id = ?", [token.clientID]), client.poolID == pool.id,
            let eventID = token.claims["event_id"]?.string
        else { throw Self.invalidToken }
        guard token.scopes.contains(scope) else { throw Self.missingScope }
        guard let user = try user(sub: token.subject), user.poolID == pool.id else {
            throw Refusal.userNotFound
        }
        guard let family = try TokenFamilyRecord.first(db, where: "eventID = ?", [eventID]),
            family.sub == user.sub, family.clientID == client.id, !family.isRevoked
        else { throw Refusal.notAuthorized("Access Token has been revoked") }
        guard user.isEnabled else { throw Refusal.userDisabled }
        return Bearer(user: user, client: client, pool: pool, family: family)
    }

    private static var invalidToken: Refusal { .notAuthorized("Invalid Access Token") }
    static var missingScope: Refusal { .notAuthorized("Access Token does not have required scopes") }

    /// An access token of the pool that it names, whichever of ours that is.
    private func verifiedToken(_ text: String) throws -> VerifiedToken {
        // What the text claims decides only whose keys it is held against.
        guard let claimed = try? UnverifiedToken(text).payload["iss"]?.string,
            let poolID = claimed.split(separator: "/").last.map(String.init),
            let keys = try keyring.pair(of: poolID, at: now, in: db)
        else { throw Self.invalidToken }
        do throws(JWTError) {
            var rules = TokenRules(userPoolID: poolID, use: .access, clients: .any)
            rules.issuers = .custom(issuer(of: poolID))
            let verifier = try TokenVerifier(rules)
            let sets = verifier.keySetURLs.map { ($0, keys.keySet) }
            return try verifier.verify(text, keys: KeySets(Dictionary(uniqueKeysWithValues: sets)), at: now)
        } catch {
            throw error.code == .expired ? Refusal.notAuthorized("Access Token has expired") : Self.invalidToken
        }
    }
}
