internal import ByteCoding

/// The rules of one pool after they were found to make sense, and what they do with claims.
struct PoolRules {
    /// The pool's id.
    var userPoolID: String { rules.userPoolID }

    private let rules: TokenRules

    /// Refuses rules that make no sense.
    init(_ rules: TokenRules) throws(JWTError) {
        try rules.check()
        self.rules = rules
    }

    /// Holds claims whose signature was right against the rules: times, use, client, groups, scope, age.
    func token(of claims: Claims, keyID: String, at now: UnixTime) throws(JWTError) -> VerifiedToken {
        let (subject, expiresAt, issuedAt) = (try claims.text("sub"), try claims.time("exp"), try claims.time("iat"))
        _ = try claims.textIfPresent("jti")
        _ = try claims.textIfPresent("origin_jti")
        try checkTimes(expiresAt: expiresAt, issuedAt: issuedAt, notBefore: claims.timeIfPresent("nbf"), at: now)
        let use = try use(of: claims)
        let clientID = try clientID(of: claims, for: use)
        let groups = try groups(of: claims)
        try checkScope(of: claims)
        return VerifiedToken(
            userPoolID: rules.userPoolID,
            keyID: keyID,
            use: use,
            subject: subject,
            clientID: clientID,
            groups: groups,
            expiresAt: expiresAt,
            issuedAt: issuedAt,
            authenticatedAt: try authenticationTime(of: claims, at: now),
            claims: claims.object
        )
    }

    /// On or after `exp` is too late (RFC 7519 §4.1.4); before `nbf` or `iat` is too early.
    private func checkTimes(
        expiresAt: UnixTime,
        issuedAt: UnixTime,
        notBefore: UnixTime?,
        at now: UnixTime
    ) throws(JWTError) {
        guard now < expiresAt.adding(rules.leeway) else { throw JWTError(.expired, "the token has expired") }
        let latest = now.adding(rules.leeway)
        guard issuedAt <= latest else { throw JWTError(.notYetValid, "the token was issued in the future") }
        if let notBefore, notBefore > latest { throw JWTError(.notYetValid, "the token is not valid yet") }
    }

    private func use(of claims: Claims) throws(JWTError) -> TokenUse {
        guard let use = claims.object["token_use"]?.string.flatMap(TokenUse.init(claim:)) else {
            throw JWTError(.tokenUse, "the claim token_use is neither access nor id")
        }
        switch (rules.use, use) {
        case (.either, _), (.access, .access), (.id, .id): return use
        case (.access, .id): throw JWTError(.tokenUse, "an ID token where an access token is asked for")
        case (.id, .access): throw JWTError(.tokenUse, "an access token where an ID token is asked for")
        }
    }

    /// `client_id` of an access token; `aud` of an ID token, which is one text with user pools, never an array.
    private func clientID(of claims: Claims, for use: TokenUse) throws(JWTError) -> String {
        let name = use == .access ? "client_id" : "aud"
        guard let id = claims.object[name]?.string, !id.isEmpty else {
            throw JWTError(.client, "the claim \(name) is not the id of an app client")
        }
        if let allowed = rules.clients.ids, !allowed.contains(where: { $0.hasSameBytes(as: id) }) {
            throw JWTError(.client, "the token was made for another app client")
        }
        return id
    }

    private func groups(of claims: Claims) throws(JWTError) -> [String] {
        guard claims.object["cognito:groups"] != nil else {
            guard rules.groupsAnyOf == nil, rules.groupsAllOf == nil else {
                throw JWTError(.groups, "the user is in no group")
            }
            return []
        }
        guard let groups = claims.texts("cognito:groups") else {
            throw JWTError(.groups, "the claim cognito:groups is not an array of texts")
        }
        guard Self.satisfies(groups, anyOf: rules.groupsAnyOf, allOf: rules.groupsAllOf) else {
            throw JWTError(.groups, "the user is not in the groups that are asked for")
        }
        return groups
    }

    private func checkScope(of claims: Claims) throws(JWTError) {
        guard rules.scopesAnyOf != nil || rules.scopesAllOf != nil else { return }
        guard let text = claims.object["scope"]?.string else {
            throw JWTError(.scope, "the token has no scope")
        }
        let scopes = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard Self.satisfies(scopes, anyOf: rules.scopesAnyOf, allOf: rules.scopesAllOf) else {
            throw JWTError(.scope, "the token does not have the scopes that are asked for")
        }
    }

    private func authenticationTime(of claims: Claims, at now: UnixTime) throws(JWTError) -> UnixTime? {
        let time = try claims.timeIfPresent("auth_time")
        guard let longest = rules.maximumAuthenticationAge else { return time }
        guard let time else { throw JWTError(.missingClaim, "the claim auth_time is missing") }
        guard time <= now.adding(rules.leeway) else { throw JWTError(.notYetValid, "the sign-in is in the future") }
        guard now <= time.adding(longest).adding(rules.leeway) else {
            throw JWTError(.tooOld, "the user signed in too long ago")
        }
        return time
    }

    private static func satisfies(_ has: [String], anyOf: [String]?, allOf: [String]?) -> Bool {
        func isThere(_ text: String) -> Bool { has.contains { $0.hasSameBytes(as: text) } }
        return anyOf?.contains(where: isThere) ?? true && allOf?.allSatisfy(isThere) ?? true
    }
}

extension TokenUse {
    /// Reads the claim, byte for byte.
    fileprivate init?(claim: String) {
        guard let use = TokenUse.allCases.first(where: { $0.rawValue.hasSameBytes(as: claim) }) else { return nil }
        self = use
    }
}
