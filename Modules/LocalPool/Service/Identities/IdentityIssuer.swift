internal import CognitoJWTSigning
internal import CognitoWire

/// Who signs the tokens of identities, and what is published of it.
enum IdentityIssuer {
    /// The last part of the address; no user pool has such an id.
    static let name = "identity"

    /// The `iss` of the tokens.
    static func address(at endpoint: String) -> String {
        "\(endpoint)/\(name)"
    }

    /// The document: a key set (RFC 7517 §5) or provider metadata (OpenID Connect Discovery 1.0 §3).
    static func body(of document: WellKnown, in call: Call) throws -> [UInt8] {
        if document.isKeySet { return try JSONWebKeySet([call.identityKey()]).json }
        let issuer = address(at: call.endpoint)
        return try WireCoder().encode(
            WireDocument.object([
                "issuer": .string(issuer),
                "jwks_uri": .string(issuer + WellKnown.keySetPath),
                "id_token_signing_alg_values_supported": .array([.string("RS256")]),
                "response_types_supported": .array([.string("token")]),
                "subject_types_supported": .array([.string("public")]),
            ])
        )
    }
}
