/// The scopes that every pool has, and what of a user they show.
enum OAuthScope {
    static let openID = "openid"
    static let email = "email"
    static let phone = "phone"
    static let profile = "profile"

    /// The scopes that are the service's own; all others are those of resource servers.
    static let standard: Set<String> = [openID, email, phone, profile, TokenClaims.scope]

    /// Whether an application with these scopes sees the attribute of that name.
    ///
    /// `openid` alone shows everything, as `profile` does; with others beside it, it shows what they do.
    ///
    /// - Parameters:
    ///   - attribute: The name.
    ///   - scopes: What was granted; `nil` for a sign-in without OAuth, which shows everything.
    /// - Returns: Whether it is seen.
    static func show(_ attribute: String, _ scopes: [String]?) -> Bool {
        guard let scopes else { return true }
        let limiting = Set(scopes).intersection([email, phone, profile])
        if limiting.isEmpty || limiting.contains(profile) { return true }
        switch attribute {
        case "email", "email_verified": return limiting.contains(email)
        case "phone_number", "phone_number_verified": return limiting.contains(phone)
        default: return false
        }
    }
}
