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
    func body(keys: Keyring.Pair, endpoint: String) throws -> [UInt8] {
        if isKeySet { return keys.document }
        let issuer = "\(endpoint)/\(poolID)"
        return try WireCoder().encode(
            WireDocument.object([
                "issuer": .string(issuer),
                "jwks_uri": .string(issuer + Self.keySetPath),
                "id_token_signing_alg_values_supported": .array([.string("RS256")]),
                "response_types_supported": .array([.string("code"), .string("token")]),
                "scopes_supported": .array(["openid", "email", "phone", "profile"].map { .string($0) }),
                "subject_types_supported": .array([.string("public")]),
            ])
        )
    }
}
