internal import CognitoWire
internal import GRDB

extension RevokeToken: LocalOperation {
    /// Revokes the family of a refresh token.
    ///
    /// A token that nobody knows is as good as revoked (RFC 7009 §2.2).
    static func perform(_ request: RevokeTokenRequest, in call: Call) throws -> RevokeTokenResponse {
        guard let client = try AppClientRecord.fetchOne(call.db, key: request.clientID.value) else {
            throw Refusal.invalidParameter("Invalid client id")
        }
        guard try call.isSecret(request.clientSecret?.value, of: client) else {
            throw Refusal(.unauthorized, "Client secret does not match for the client: \(client.id)")
        }
        guard client.revokesTokens else {
            throw Refusal(.unsupportedOperation, "Token revocation is not enabled for this client")
        }
        let text = request.token.value
        guard text.split(separator: ".").count != 3 else {
            throw Refusal(.unsupportedTokenType, "Unsupported token type")
        }
        if let token = try RefreshTokenRecord.fetchOne(call.db, key: call.storedID(of: text)),
            var family = try TokenFamilyRecord.fetchOne(call.db, key: token.familyID)
        {
            guard family.clientID == client.id else {
                throw Refusal(.unauthorized, "The token was not issued to this client")
            }
            family.isRevoked = true
            try family.update(call.db)
        }
        return RevokeTokenResponse()
    }
}
