public import ByteCoding

/// A token whose signature and claims a ``TokenVerifier`` found right; nothing else makes one.
///
/// Prints nothing of itself, as claims tell who somebody is.
public struct VerifiedToken: Sendable {
    /// The pool that issued the token.
    public let userPoolID: String
    /// The key that signed it.
    public let keyID: String
    /// What it is for (`token_use`).
    public let use: TokenUse
    /// The user, or the client where a client signed in for itself (`sub`).
    public let subject: String
    /// The app client that it was made for: `client_id` of an access token, `aud` of an ID token.
    public let clientID: String
    /// The groups that the user is in (`cognito:groups`).
    public let groups: [String]
    /// From when on it is not valid (`exp`).
    public let expiresAt: UnixTime
    /// When it was made (`iat`).
    public let issuedAt: UnixTime
    /// When the user signed in (`auth_time`); `nil` if the token does not say.
    public let authenticatedAt: UnixTime?
    /// All claims.
    public let claims: JSONObject

    /// What the access token may be used for (`scope`); an ID token has no scopes.
    public var scopes: [String] {
        claims["scope"]?.string?.split(separator: " ").map(String.init) ?? []
    }

    /// The user's name in the pool: `username` of an access token, `cognito:username` of an ID token.
    public var username: String? {
        claims[use == .access ? "username" : "cognito:username"]?.string
    }

    /// The token's own id (`jti`).
    public var tokenID: String? { claims["jti"]?.string }

    /// The id of the sign-in that the token goes back to (`origin_jti`); revoking a refresh token revokes these.
    public var originTokenID: String? { claims["origin_jti"]?.string }
}

extension VerifiedToken: CustomStringConvertible, CustomReflectable {
    /// Always `<verified token>`.
    public var description: String { "<verified token>" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
