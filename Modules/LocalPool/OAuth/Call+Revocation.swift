internal import CognitoWire

extension Call {
    /// Answers `/oauth2/revoke` (RFC 7009): a refresh token is revoked, and all tokens that came of it.
    ///
    /// - Throws: ``OAuthRefusal``.
    func revoke(_ form: OAuthParameters, authorization: String?, poolID: String) throws {
        let client = try client(ClientCredentials(form, authorization: authorization), poolID: poolID)
        let request = RevokeTokenRequest(
            clientID: Sensitive(client.id),
            token: Sensitive(try form.required("token")),
            clientSecret: client.secret.map { Sensitive($0) }
        )
        do {
            _ = try RevokeToken.perform(request, in: self)
        } catch let refusal as Refusal {
            switch refusal.code {
            case .unsupportedTokenType: throw OAuthRefusal(.unsupportedTokenType, "Only refresh tokens are revoked.")
            case .unauthorized: throw OAuthRefusal(.unauthorizedClient, refusal.message)
            default: throw OAuthRefusal(refusal, as: .invalidRequest)
            }
        }
    }
}
