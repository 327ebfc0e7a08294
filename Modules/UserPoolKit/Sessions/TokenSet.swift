internal import ByteCoding
internal import CognitoJWT
public import CognitoWire
public import FoundationEssentials

/// The tokens of a signed-in user.
///
/// They come straight from the service over TLS, so that what they say of themselves is read without verifying them; a
/// token that somebody else hands over must be verified first.
public struct TokenSet: Codable, Sendable {
    /// The access token: what self-service calls and APIs take.
    public let accessToken: Sensitive<String>
    /// The ID token, which says who the user is; absent where the scope `openid` is.
    public let idToken: Sensitive<String>?
    /// The refresh token: what new tokens are made of.
    public let refreshToken: Sensitive<String>?
    /// `Bearer`.
    public let tokenType: String
    /// The `exp` of the access token.
    public let accessTokenExpiresAt: Date
    /// The `exp` of the ID token.
    public let idTokenExpiresAt: Date?
    /// The canonical username, from the access token.
    public let username: String
    /// The user's id, from the access token.
    public let subject: String

    /// Takes tokens that the service made, and reads what they say of themselves.
    ///
    /// - Parameters:
    ///   - accessToken: The access token.
    ///   - idToken: The ID token, if there is one.
    ///   - refreshToken: The refresh token, if there is one.
    ///   - tokenType: How the access token is used.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/malformedToken``.
    public init(
        accessToken: Sensitive<String>,
        idToken: Sensitive<String>? = nil,
        refreshToken: Sensitive<String>? = nil,
        tokenType: String = "Bearer"
    ) throws(UserPoolError) {
        let access = try TokenClaims(accessToken, named: "access token")
        self.accessToken = accessToken
        self.idToken = idToken
        self.refreshToken = refreshToken
        self.tokenType = tokenType
        accessTokenExpiresAt = try access.expiry()
        if let idToken {
            idTokenExpiresAt = try TokenClaims(idToken, named: "ID token").expiry()
        } else {
            idTokenExpiresAt = nil
        }
        guard let username = access["username"], let subject = access["sub"] else {
            throw UserPoolError(.malformedToken, "the access token names no user")
        }
        self.username = username
        self.subject = subject
    }

    /// Reads an answer of the service.
    ///
    /// - Parameters:
    ///   - result: The answer.
    ///   - refreshToken: The token that was refreshed with, kept if the answer brings no other.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/malformedAnswer`` or ``UserPoolError/Code/malformedToken``.
    init(
        _ result: AuthenticationResultType,
        keeping refreshToken: Sensitive<String>? = nil
    ) throws(UserPoolError) {
        guard let accessToken = result.accessToken else {
            throw UserPoolError(.malformedAnswer, "the service answered a sign-in without an access token")
        }
        try self.init(
            accessToken: accessToken,
            idToken: result.idToken,
            refreshToken: result.refreshToken ?? refreshToken,
            tokenType: result.tokenType ?? "Bearer"
        )
    }

    /// The claims of the ID token that are texts, such as `email`; empty without an ID token.
    public var idClaims: [String: String] {
        guard let idToken, let claims = try? TokenClaims(idToken, named: "ID token") else { return [:] }
        return claims.texts
    }

    /// Whether the app client makes tokens that can be revoked: the access token then says where it comes from
    /// (`origin_jti`).
    public var canBeRevoked: Bool {
        (try? TokenClaims(accessToken, named: "access token"))?["origin_jti"] != nil
    }

    /// When the tokens were issued, by the service's clock: the older `iat` of both.
    public var issuedAt: Date? {
        let tokens = [accessToken] + (idToken.map { [$0] } ?? [])
        return tokens.compactMap { try? TokenClaims($0, named: "token").issuedAt }.min()
    }
}

/// What a token that just came from the service says of itself.
struct TokenClaims {
    private let payload: JSONObject
    private let name: String

    /// Reads a token.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/malformedToken``.
    init(_ token: Sensitive<String>, named name: String) throws(UserPoolError) {
        self.name = name
        do throws(JWTError) {
            payload = try UnverifiedToken(token.value).payload
        } catch {
            throw UserPoolError(.malformedToken, "the \(name) cannot be read: \(error.message)")
        }
    }

    /// A claim that is a text.
    subscript(claim: String) -> String? { payload[claim]?.string }

    /// The claims that are texts.
    var texts: [String: String] {
        let texts = payload.members.compactMap { member in member.value.string.map { (member.name, $0) } }
        return Dictionary(texts) { first, _ in first }
    }

    /// `iat`.
    var issuedAt: Date? { payload["iat"]?.number?.unixTime?.date }

    /// `exp`.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/malformedToken``.
    func expiry() throws(UserPoolError) -> Date {
        guard let expiry = payload["exp"]?.number?.unixTime else {
            throw UserPoolError(.malformedToken, "the \(name) does not say when it expires")
        }
        return expiry.date
    }
}
