public import ByteCoding

/// Verifies tokens of one or several user pools: RS256, exact issuers, and the rules of each pool.
///
/// A value that never changes and holds no keys: it is told the keys with each token, so verifying takes no lock and
/// touches no network. The order of work is fixed: shape, header, claims as JSON, issuer, key, signature, then what the
/// claims say, then the application's own check.
public struct TokenVerifier: Sendable {
    /// Tells whether the sign-in with this id (`origin_jti`) was revoked.
    public typealias RevocationCheck = @Sendable (_ originTokenID: String) -> Bool
    /// Looks at a token after everything else was found right; throws to refuse it.
    public typealias CustomCheck = @Sendable (VerifiedToken) throws -> Void

    private let pools: [PoolRules]
    private let isRevoked: RevocationCheck?
    private let customCheck: CustomCheck?
    private let issuers: [String: Issuer]

    /// Makes a verifier for several pools; a token is held against the rules of the pool that its issuer belongs to.
    ///
    /// - Parameters:
    ///   - rules: One for each pool, at least one.
    ///   - isRevoked: Asked for each token that has an `origin_jti`, once the rest is right; must be fast.
    ///   - check: The application's own check, last of all.
    /// - Throws: ``JWTError`` with ``JWTError/Code/invalidRules``; the message says which rule makes no sense.
    public init(
        _ rules: [TokenRules],
        isRevoked: RevocationCheck? = nil,
        check: CustomCheck? = nil
    ) throws(JWTError) {
        guard !rules.isEmpty else { throw JWTError(.invalidRules, "a verifier needs the rules of one pool at least") }
        var pools: [PoolRules] = []
        var issuers: [String: Issuer] = [:]
        for rules in rules {
            let pool = try PoolRules(rules)
            for text in try rules.issuers.texts(userPoolID: rules.userPoolID) {
                let issuer = Issuer(text: text, poolIndex: pools.count)
                guard issuers.updateValue(issuer, forKey: text) == nil else {
                    throw JWTError(.invalidRules, "the issuer \(text) stands twice in the rules")
                }
            }
            pools.append(pool)
        }
        self.pools = pools
        self.issuers = issuers
        self.isRevoked = isRevoked
        customCheck = check
    }

    /// Makes a verifier for one pool.
    ///
    /// - Parameters:
    ///   - rules: What the pool's tokens must say.
    ///   - isRevoked: Asked for each token that has an `origin_jti`, once the rest is right; must be fast.
    ///   - check: The application's own check, last of all.
    /// - Throws: ``JWTError`` with ``JWTError/Code/invalidRules``; the message says which rule makes no sense.
    public init(_ rules: TokenRules, isRevoked: RevocationCheck? = nil, check: CustomCheck? = nil) throws(JWTError) {
        try self.init([rules], isRevoked: isRevoked, check: check)
    }

    /// The pools, in the order of their rules.
    public var userPoolIDs: [String] { pools.map(\.userPoolID) }

    /// Where the key sets of all pools are published, sorted; nothing else is ever fetched.
    public var keySetURLs: [String] { issuers.values.map(\.keySetURL).sorted() }

    /// Where the key sets of one pool are published, sorted; several if it has several issuers.
    ///
    /// - Parameter userPoolID: The pool's id.
    /// - Returns: The addresses; none for a pool that the verifier does not know.
    public func keySetURLs(ofPool userPoolID: String) -> [String] {
        issuers.values.filter { pools[$0.poolIndex].userPoolID.hasSameBytes(as: userPoolID) }.map(\.keySetURL).sorted()
    }

    /// Verifies a token with the keys that are at hand.
    ///
    /// - Parameters:
    ///   - text: The token and nothing around it: no `Bearer`, no white space.
    ///   - keys: The key sets by address, see ``keySetURLs``.
    ///   - now: The time to hold the claims against.
    /// - Returns: What the token says.
    /// - Throws: ``JWTError`` with any of the codes for tokens.
    public func verify(_ text: String, keys: KeySets, at now: UnixTime) throws(JWTError) -> VerifiedToken {
        let candidate = try read(text, knownHeaders: keys)
        guard let set = keys.set(at: candidate.keySetURL, now: now) else {
            throw JWTError(.keysUnavailable, "the key set of the token's issuer is not at hand")
        }
        guard let key = set[candidate.keyID] else { throw candidate.unknownKey }
        return try finish(candidate, with: key, at: now)
    }

    /// Everything up to the search for the key; what is known by then is still anybody's word.
    func read(_ text: String, knownHeaders: KeySets) throws(JWTError) -> TokenCandidate {
        let bytes = text.utf8.span
        let form = try CompactForm(bytes)
        let header = try CompactForm.decode(bytes.extracting(form.header))
        let keyID = if let known = knownHeaders.keyID(ofHeader: header) { known } else { try TokenHeader(header).keyID }
        let payload = try UnverifiedToken.object(CompactForm.decode(bytes.extracting(form.payload)), named: "payload")
        let claims = Claims(payload)
        let issuerText = try claims.text("iss")
        // Dictionaries compare by canonical equivalence, and an issuer is a matter of bytes.
        guard let issuer = issuers[issuerText], issuer.text.hasSameBytes(as: issuerText) else {
            throw JWTError(.issuer, "the token's issuer is none of those that the rules name")
        }
        return TokenCandidate(
            text: text,
            form: form,
            keyID: keyID,
            claims: claims,
            poolIndex: issuer.poolIndex,
            keySetURL: issuer.keySetURL
        )
    }

    /// Everything from the signature on.
    func finish(
        _ candidate: TokenCandidate,
        with key: VerificationKey,
        at now: UnixTime
    ) throws(JWTError) -> VerifiedToken {
        let bytes = candidate.text.utf8.span
        let signature = try CompactForm.decode(bytes.extracting(candidate.form.signature))
        try key.check(signature.span, over: bytes.extracting(candidate.form.signed))
        let token = try pools[candidate.poolIndex].token(of: candidate.claims, keyID: key.id, at: now)
        if let isRevoked, let origin = token.originTokenID, isRevoked(origin) {
            throw JWTError(.revoked, "the sign-in that the token goes back to was revoked")
        }
        do {
            try customCheck?(token)
        } catch {
            throw JWTError(.custom, "the application's own check refused the token: \(error)")
        }
        return token
    }
}

/// One entry of the fixed table of issuers.
private struct Issuer {
    let text: String
    let poolIndex: Int
    let keySetURL: String

    init(text: String, poolIndex: Int) {
        self.text = text
        self.poolIndex = poolIndex
        keySetURL = text + "/.well-known/jwks.json"
    }
}

/// A token of good shape from a known issuer, whose signature nobody has checked yet.
struct TokenCandidate {
    let text: String
    let form: CompactForm
    let keyID: String
    let claims: Claims
    let poolIndex: Int
    let keySetURL: String

    /// The refusal for an issuer that has no such key.
    var unknownKey: JWTError {
        JWTError(.unknownKey, "the issuer has no key \(keyID)")
    }
}
