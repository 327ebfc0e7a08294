internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension Call {
    /// Answers `/oauth2/token`.
    ///
    /// - Parameters:
    ///   - form: The form that was sent.
    ///   - authorization: The header of that name.
    ///   - poolID: The pool whose endpoint it is.
    /// - Returns: Tokens.
    /// - Throws: ``OAuthRefusal``, or ``Refusal`` of the rules for refresh tokens and triggers.
    func tokens(
        _ form: OAuthParameters,
        authorization: String?,
        poolID: String
    ) throws -> TokenDraft {
        let grantType = try form.required("grant_type")
        guard ["authorization_code", "refresh_token", "client_credentials"].contains(grantType) else {
            throw OAuthRefusal(.unsupportedGrantType, "There is no such grant_type.")
        }
        let client = try client(ClientCredentials(form, authorization: authorization), poolID: poolID)
        switch grantType {
        case "authorization_code": return try redeem(form, client: client)
        case "refresh_token": return try refresh(form, client: client)
        default: return try clientToken(form, client: client)
        }
    }

    /// Changes a code for tokens (RFC 6749 §4.1.3).
    private func redeem(_ form: OAuthParameters, client: AppClientRecord) throws -> TokenDraft {
        guard client.allows(oAuth: .code) else {
            throw OAuthRefusal(.unauthorizedClient, "The client may not use codes.")
        }
        let (text, redirectURI) = (try form.required("code"), try form.required("redirect_uri"))
        let verifier = form["code_verifier"]
        guard let code = try AuthorizationCodeRecord.fetchOne(db, key: storedID(of: text)),
            code.clientID == client.id, now < code.expiresAt
        else { throw OAuthRefusal(.invalidGrant, "There is no such code, or it was used, or is too old.") }
        guard code.redirectURI == redirectURI else {
            throw OAuthRefusal(.invalidGrant, "redirect_uri is not the one that the code was made for.")
        }
        if code.codeChallenge != nil, verifier == nil {
            throw OAuthRefusal(.invalidRequest, "code_verifier is missing.")
        }
        guard try isRight(verifier, for: code.codeChallenge) else {
            throw OAuthRefusal(.invalidGrant, "code_verifier does not match the code.")
        }
        guard let user = try user(sub: code.sub), user.isEnabled else {
            throw OAuthRefusal(.invalidGrant, "The user may not sign in.")
        }
        try code.delete(db)
        return try issueTokens(
            to: user,
            client: client,
            TokenGrant(
                source: .hostedAuth,
                scopes: code.scopes,
                authenticatedAt: code.authenticatedAt,
                nonce: code.nonce
            )
        )
    }

    /// A code that was asked for without a challenge takes no verifier, so that nobody can have a challenge left out.
    private func isRight(_ verifier: String?, for challenge: String?) throws -> Bool {
        guard let challenge, let verifier else { return challenge == nil && verifier == nil }
        return try ProofKey.isRight(verifier, for: challenge)
    }

    /// Renews tokens (RFC 6749 §6).
    private func refresh(_ form: OAuthParameters, client: AppClientRecord) throws -> TokenDraft {
        guard client.allows(oAuth: .code) else {
            throw OAuthRefusal(.unauthorizedClient, "The client may not renew tokens.")
        }
        let refresh = try refresh(form.required("refresh_token"), client: client, deviceKey: nil)
        return try refreshedTokens(for: refresh, client: client, metadata: [:])
    }

    /// An access token of the client alone (RFC 6749 §4.4).
    private func clientToken(_ form: OAuthParameters, client: AppClientRecord) throws -> TokenDraft {
        guard client.allows(oAuth: .clientCredentials), !client.secrets.isEmpty else {
            throw OAuthRefusal(.unauthorizedClient, "The client may not have tokens of its own.")
        }
        let pool = try pool(client.poolID)
        let known = Set(try customScopes(of: pool))
        let allowed = (client.details.allowedOAuthScopes ?? []).filter(known.contains)
        let requested = (form["scope"] ?? "").split(separator: " ").map(String.init)
        let scopes = requested.isEmpty ? allowed : requested
        guard !scopes.isEmpty, Set(scopes).count == scopes.count, scopes.allSatisfy(allowed.contains) else {
            throw OAuthRefusal(.invalidScope, "A scope is not one of the client's scopes of resource servers.")
        }
        return try issueToken(toClient: client, scopes: scopes, in: pool)
    }
}
