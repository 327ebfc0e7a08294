internal import CognitoWire
internal import GRDB

extension Call {
    /// Answers `/oauth2/userInfo` (OpenID Connect Core 1.0 §5.3): what the token's scopes show, all of it as texts.
    ///
    /// - Parameters:
    ///   - authorization: The header of that name.
    ///   - poolID: The pool whose endpoint it is.
    /// - Returns: The claims.
    /// - Throws: ``OAuthRefusal``.
    func userInfo(authorization: String?, poolID: String) throws -> [String: WireDocument] {
        let parts = (authorization ?? "").split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw OAuthRefusal(.invalidRequest, "Bad OAuth2 request at UserInfo Endpoint")
        }
        let bearer: Bearer
        do {
            bearer = try self.bearer(of: Sensitive(String(parts[1])), requiring: OAuthScope.openID)
        } catch let refusal as Refusal {
            let isOpen = refusal != Self.missingScope
            throw OAuthRefusal(.invalidToken, isOpen ? Self.deadToken : "Access token does not contain openid scope")
        }
        guard bearer.pool.id == poolID else { throw OAuthRefusal(.invalidToken, Self.deadToken) }
        let shown = bearer.user.attributes.filter { name, _ in
            bearer.client.reads(name) && OAuthScope.show(name, bearer.family.scopes)
        }
        var claims = shown.mapValues { WireDocument.string($0) }
        claims["sub"] = .string(bearer.user.sub)
        claims["username"] = .string(bearer.user.username)
        return claims
    }

    private static var deadToken: String {
        "Access token is expired, disabled, or deleted, or the user has globally signed out."
    }
}
