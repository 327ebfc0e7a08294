import CognitoJWT

/// What a token must say, beyond being a good one of the gateway's pool.
struct TokenDemands: Hashable, Sendable {
    /// The kind of token.
    var use = TokenRules.Use.access
    /// The app clients that it may be for; `nil` for the gateway's own.
    var clients: [String]?
    /// Groups of which the user must be in one.
    var groupsAnyOf: [String]?
    /// Groups in all of which the user must be.
    var groupsAllOf: [String]?
    /// Scopes of which the token must have one.
    var scopesAnyOf: [String]?
    /// Scopes all of which the token must have.
    var scopesAllOf: [String]?
    /// Whether the service is asked if the token was revoked.
    var isOnline = false

    /// The kinds of token, as callers name them.
    static let uses: [String: TokenRules.Use] = ["access": .access, "id": .id, "either": .either]
}
