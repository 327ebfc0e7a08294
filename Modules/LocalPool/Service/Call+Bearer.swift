internal import ByteCoding
internal import CognitoJWTSigning
internal import CognitoWire
internal import CryptoPrimitives
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
    /// - Parameter token: As it was sent.
    /// - Returns: Whose it is.
    /// - Throws: ``Refusal`` that says what is wrong with it.
    func bearer(of token: Sensitive<String>) throws -> Bearer {
        let claims = try verifiedClaims(of: token.value)
        guard claims.use == "access", let poolID = claims.issuer.split(separator: "/").last.map(String.init),
            let pool = try UserPoolRecord.fetchOne(db, key: poolID),
            let client = try AppClientRecord.fetchOne(db, key: claims.clientID), client.poolID == pool.id
        else { throw Self.invalidToken }
        guard now.seconds < claims.expiry else { throw Refusal.notAuthorized("Access Token has expired") }
        guard claims.scope?.split(separator: " ").contains(Substring(TokenClaims.scope)) == true else {
            throw Refusal.notAuthorized("Access Token does not have required scopes")
        }
        guard let user = try UserRecord.fetchOne(db, key: claims.subject), user.poolID == pool.id else {
            throw Refusal.userNotFound
        }
        guard let family = try TokenFamilyRecord.filter(Column("eventID") == claims.eventID).fetchOne(db),
            family.sub == user.sub, family.clientID == client.id, !family.isRevoked
        else { throw Refusal.notAuthorized("Access Token has been revoked") }
        guard user.isEnabled else { throw Refusal.notAuthorized("User is disabled.") }
        return Bearer(user: user, client: client, pool: pool, family: family)
    }

    private static var invalidToken: Refusal { .notAuthorized("Invalid Access Token") }

    /// The claims of a token that one of our keys signed.
    ///
    /// Nothing in it counts before the signature is right, but for
    /// the id of the key.
    private func verifiedClaims(of token: String) throws -> AccessTokenClaims {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, token.utf8.count <= 16_384,
            let header = try? WireCoder().decode(TokenHeader.self, from: Base64URL.decode(parts[0])),
            header.algorithm == "RS256", let key = try keyring.key(header.keyID, in: db),
            let signature = try? Base64URL.decode(parts[2]),
            try key.publicKey.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8)),
            let claims = try? WireCoder().decode(AccessTokenClaims.self, from: Base64URL.decode(parts[1]))
        else { throw Self.invalidToken }
        return claims
    }
}

private struct TokenHeader: Decodable {
    let keyID: String
    let algorithm: String

    enum CodingKeys: String, CodingKey {
        case keyID = "kid"
        case algorithm = "alg"
    }
}

/// The claims that the pool itself looks at.
private struct AccessTokenClaims: Decodable {
    let subject: String
    let issuer: String
    let clientID: String
    let eventID: String
    let use: String
    let expiry: Int64
    let scope: String?

    enum CodingKeys: String, CodingKey {
        case subject = "sub"
        case issuer = "iss"
        case clientID = "client_id"
        case eventID = "event_id"
        case use = "token_use"
        case expiry = "exp"
        case scope
    }
}
