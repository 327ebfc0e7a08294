internal import CognitoJWTSigning
internal import CognitoWire

/// Tokens that lack their signatures: those take longest, nothing in the store depends on them, and so they are made when
/// the transaction is over.
struct TokenDraft: Sendable {
    /// Everything else about them.
    var result: AuthenticationResultType
    private let access: Part
    private let identity: Part?
    fileprivate var parts: [Part] { [access] + [identity].compactMap(\.self) }

    /// The claims of one token, and the key that signs them.
    struct Part: Sendable {
        let payload: WireDocument
        let key: SigningKey

        fileprivate func signed() throws -> Sensitive<String> {
            Sensitive(String(decoding: try key.sign(payload: WireCoder().encode(payload)), as: UTF8.self))
        }
    }

    /// Tokens of these claims.
    init(access: Part, identity: Part? = nil, lifetime: Duration) {
        (self.access, self.identity) = (access, identity)
        result = AuthenticationResultType()
        result.expiresIn = Int(lifetime.components.seconds)
        result.tokenType = "Bearer"
    }

    /// The tokens.
    ///
    /// - Throws: `JWTSigningError`, or `WireError` if a claim has no JSON form.
    func signed() throws -> AuthenticationResultType {
        var result = result
        result.accessToken = try access.signed()
        result.idToken = try identity?.signed()
        return result
    }
}

extension Call {
    /// Signs tokens that the call cannot end without.
    func signed(_ draft: TokenDraft) throws -> AuthenticationResultType {
        try outside(draft.parts.map { [$0.key.keyID: $0.payload] }) { try draft.signed() }
    }
}
