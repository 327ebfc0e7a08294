/// What tokens of one user pool must say.
///
/// A value of plain choices; whether they make sense is checked when a ``TokenVerifier`` is made of it. What a use or a
/// client is has no default: leaving one of these checks out must be said in so many words.
public struct TokenRules: Hashable, Sendable {
    /// Which kinds of token are taken.
    public enum Use: Hashable, Sendable {
        /// Access tokens only.
        case access
        /// ID tokens only.
        case id
        /// Both.
        case either
    }

    /// Which app clients a token may be made for.
    public struct Clients: Hashable, Sendable {
        let ids: [String]?

        /// Every client of the pool, those that others make tomorrow included.
        public static let any = Clients(ids: nil)

        /// These clients and no others.
        ///
        /// - Parameter ids: At least one id; `client_id` of an access token or `aud` of an ID token is one of them.
        /// - Returns: The choice.
        public static func anyOf(_ ids: [String]) -> Clients { Clients(ids: ids) }
    }

    /// The longest leeway that is allowed.
    public static let greatestLeeway = Duration.seconds(300)

    /// The pool's id, such as `eu-west-1_AbCdEfGhI`.
    public var userPoolID: String
    /// Which kinds of token are taken.
    public var use: Use
    /// Which app clients a token may be made for.
    public var clients: Clients
    /// Which `iss` texts belong to the pool.
    public var issuers = Issuers.original
    /// Groups of which the user must be in one at least; `nil` asks for none.
    public var groupsAnyOf: [String]?
    /// Groups of which the user must be in every one; `nil` asks for none.
    public var groupsAllOf: [String]?
    /// Scopes of which the token must have one at least, an access token always; `nil` asks for none.
    public var scopesAnyOf: [String]?
    /// Scopes of which the token must have every one, an access token always; `nil` asks for none.
    public var scopesAllOf: [String]?
    /// How far this machine's clock may be off, from zero to ``greatestLeeway``.
    public var leeway = Duration.zero
    /// How long ago the user may have signed in at most (`auth_time`); `nil` does not ask.
    public var maximumAuthenticationAge: Duration?

    /// Makes rules of what has no default.
    ///
    /// - Parameters:
    ///   - userPoolID: The pool's id, such as `eu-west-1_AbCdEfGhI`.
    ///   - use: Which kinds of token are taken.
    ///   - clients: Which app clients a token may be made for.
    public init(userPoolID: String, use: Use, clients: Clients) {
        self.userPoolID = userPoolID
        self.use = use
        self.clients = clients
    }
}
