internal import CognitoWire

/// One of the documents below an issuer.
struct WellKnown {
    static let keySetPath = "/.well-known/jwks.json"
    static let discoveryPath = "/.well-known/openid-configuration"

    let poolID: String
    let isKeySet: Bool

    /// Reads a path; `nil` if it is none of such a document.
    ///
    /// Whether there is such a pool is another question.
    init?(path: Substring) {
        for suffix in [Self.keySetPath, Self.discoveryPath] where path.hasSuffix(suffix) {
            poolID = String(path.dropFirst().dropLast(suffix.count))
            isKeySet = suffix == Self.keySetPath
            guard path.hasPrefix("/"), !poolID.isEmpty, !poolID.contains("/") else { return nil }
            return
        }
        return nil
    }

    /// The document: a key set (RFC 7517 §5) or provider metadata (OpenID Connect Discovery 1.0 §3).
    ///
    /// Where people are to go has a name for its host, which passkeys need; what programs call has the pool's address.
    func body(keys: Keyring.Pair, endpoint: String, issuerForm: IssuerForm) throws -> [UInt8] {
        if isKeySet { return keys.document }
        let base = "\(endpoint)/\(poolID)"
        let pages = "\(PageAddress.named(endpoint))/\(poolID)"
        return try WireCoder().encode(
            WireDocument.object([
                "issuer": .string(issuerForm.issuer(of: poolID, endpoint: endpoint)),
                "jwks_uri": .string(base + Self.keySetPath),
                "authorization_endpoint": .string(pages + OAuthPath.authorize.rawValue),
                "token_endpoint": .string(base + OAuthPath.token.rawValue),
                "userinfo_endpoint": .string(base + OAuthPath.userInfo.rawValue),
                "revocation_endpoint": .string(base + OAuthPath.revoke.rawValue),
                "end_session_endpoint": .string(pages + OAuthPath.logout.rawValue),
                "token_endpoint_auth_methods_supported": .array(
                    ["client_secret_basic", "client_secret_post"].map { .string($0) }
                ),
                "id_token_signing_alg_values_supported": .array([.string("RS256")]),
                "response_types_supported": .array([.string("code"), .string("token")]),
                "scopes_supported": .array(["openid", "email", "phone", "profile"].map { .string($0) }),
                "subject_types_supported": .array([.string("public")]),
            ])
        )
    }
}
