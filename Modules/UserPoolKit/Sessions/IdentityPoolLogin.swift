public import CognitoWire

/// What an identity pool takes for AWS credentials: who vouches for the user, and with which token.
public struct IdentityPoolLogin: Sendable {
    /// The key of the map `Logins`: the ID token's issuer without its scheme.
    public let provider: String
    /// The value of the map `Logins`: the ID token.
    public let token: Sensitive<String>

    /// The map as `GetId` and `GetCredentialsForIdentity` take it.
    public var logins: [String: Sensitive<String>] { [provider: token] }
}

extension TokenSet {
    /// What an identity pool takes for this user; `nil` without an ID token.
    public var identityPoolLogin: IdentityPoolLogin? {
        guard let idToken, let issuer = idClaims["iss"], let scheme = issuer.firstRange(of: "://") else { return nil }
        return IdentityPoolLogin(provider: String(issuer[scheme.upperBound...]), token: idToken)
    }
}
