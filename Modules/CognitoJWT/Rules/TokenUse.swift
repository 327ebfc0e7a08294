/// What a token is for, as its claim `token_use` says.
public enum TokenUse: String, Hashable, Sendable, CaseIterable {
    /// To call an API: scopes, and few claims about the user.
    case access
    /// To say who somebody is: the user's attributes.
    case id
}
