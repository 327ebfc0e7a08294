public import CognitoJWT

/// What tokens of one pool must say, while it is being put together from a document, options and settings.
public struct TokenRulesDraft: Hashable, Sendable {
    /// The user pool id.
    public var userPoolID: String?
    /// Access tokens, ID tokens or either.
    public var use: TokenRules.Use?
    /// The app clients.
    public var clients: TokenRules.Clients?
    /// The issuers that belong to the pool; its original one where nothing is said.
    public var issuers: Issuers?
    /// Groups of which the user must be in one.
    public var groupsAnyOf: [String]?
    /// Groups of which the user must be in all.
    public var groupsAllOf: [String]?
    /// Scopes of which the token must have one.
    public var scopesAnyOf: [String]?
    /// Scopes of which the token must have all.
    public var scopesAllOf: [String]?
    /// How far clocks may differ.
    public var leeway: Duration?
    /// How long ago the user may have signed in.
    public var maximumAuthenticationAge: Duration?

    /// Makes a draft that says nothing.
    public init() {}

    /// The draft with what it leaves open taken from another one.
    ///
    /// - Parameter other: What holds where this draft says nothing.
    /// - Returns: The draft, more complete.
    public func completed(by other: TokenRulesDraft) -> TokenRulesDraft {
        var draft = self
        draft.userPoolID = userPoolID ?? other.userPoolID
        draft.use = use ?? other.use
        draft.clients = clients ?? other.clients
        draft.issuers = issuers ?? other.issuers
        draft.groupsAnyOf = groupsAnyOf ?? other.groupsAnyOf
        draft.groupsAllOf = groupsAllOf ?? other.groupsAllOf
        draft.scopesAnyOf = scopesAnyOf ?? other.scopesAnyOf
        draft.scopesAllOf = scopesAllOf ?? other.scopesAllOf
        draft.leeway = leeway ?? other.leeway
        draft.maximumAuthenticationAge = maximumAuthenticationAge ?? other.maximumAuthenticationAge
        return draft
    }

    /// The rules, or `nil` as long as pool, token use or clients are open.
    public var rules: TokenRules? {
        guard let userPoolID, let use, let clients else { return nil }
        var rules = TokenRules(userPoolID: userPoolID, use: use, clients: clients)
        if let issuers { rules.issuers = issuers }
        rules.groupsAnyOf = groupsAnyOf
        rules.groupsAllOf = groupsAllOf
        rules.scopesAnyOf = scopesAnyOf
        rules.scopesAllOf = scopesAllOf
        if let leeway { rules.leeway = leeway }
        rules.maximumAuthenticationAge = maximumAuthenticationAge
        return rules
    }
}
