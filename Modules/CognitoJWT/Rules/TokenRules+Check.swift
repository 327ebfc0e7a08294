internal import ByteCoding

extension TokenRules {
    /// Throws what makes no sense, before any token is seen.
    func check() throws(JWTError) {
        guard UserPoolID(userPoolID) != nil else {
            throw Self.refusal("a pool id is a region, _, letters and digits, like eu-west-1_AbCdEfGhI")
        }
        try Self.check(clients.ids, named: "clients")
        try Self.check(groupsAnyOf, named: "groupsAnyOf")
        try Self.check(groupsAllOf, named: "groupsAllOf")
        try Self.check(scopesAnyOf, named: "scopesAnyOf")
        try Self.check(scopesAllOf, named: "scopesAllOf")
        for scope in (scopesAnyOf ?? []) + (scopesAllOf ?? []) where scope.utf8.contains(UInt8(ascii: " ")) {
            throw Self.refusal("one scope has no space; give several scopes as several texts")
        }
        guard use != .id || (scopesAnyOf == nil && scopesAllOf == nil) else {
            throw Self.refusal("ID tokens have no scopes; ask for access tokens, or for no scope")
        }
        guard leeway >= .zero, leeway <= Self.greatestLeeway else {
            throw Self.refusal("the leeway is from 0 to 300 seconds")
        }
        if let age = maximumAuthenticationAge, age <= .zero || age > .seconds(Int64(Int32.max)) {
            throw Self.refusal("the greatest age of a sign-in is more than 0 seconds and less than 68 years")
        }
    }

    /// A list that asks for something: not empty, no empty text, nothing twice.
    private static func check(_ texts: [String]?, named name: String) throws(JWTError) {
        guard let texts else { return }
        guard !texts.isEmpty else { throw refusal("\(name) is an empty list, which no token can satisfy") }
        guard !texts.contains("") else { throw refusal("\(name) has an empty text") }
        guard Set(texts).count == texts.count else { throw refusal("\(name) has one text twice") }
    }

    private static func refusal(_ message: String) -> JWTError { JWTError(.invalidRules, message) }
}

extension Issuers {
    /// The texts of `iss` that belong to a pool.
    func texts(userPoolID: String) throws(JWTError) -> [String] {
        switch kind {
        case .custom(let issuer): return [try Self.checked(issuer)]
        case .service(let forms, let replicaRegions):
            guard !forms.isEmpty else { throw JWTError(.invalidRules, "no form of issuer is allowed") }
            guard replicaRegions.isEmpty || forms.contains(.original) else {
                throw JWTError(.invalidRules, "replica regions stand in issuers of the ORIGINAL form only")
            }
            guard let pool = UserPoolID(userPoolID), let home = ServiceRegion(pool.region) else {
                throw JWTError(.invalidRules, "the pool id names no region of the service; name a local pool's issuer")
            }
            var texts: [String] = []
            if forms.contains(.original) { texts.append(home.issuer(.original, userPoolID: userPoolID)) }
            if forms.contains(.updated) { texts.append(home.issuer(.updated, userPoolID: userPoolID)) }
            for name in replicaRegions {
                guard let region = ServiceRegion(name) else {
                    throw JWTError(.invalidRules, "a replica region is named like us-west-2")
                }
                texts.append(region.issuer(.original, userPoolID: userPoolID))
            }
            return texts
        }
    }

    /// An issuer that somebody typed: an address without query, fragment or a slash at its end.
    private static func checked(_ issuer: String) throws(JWTError) -> String {
        let hasScheme = issuer.hasPrefix("http://") || issuer.hasPrefix("https://")
        let isPlain = issuer.utf8.allSatisfy { (0x21...0x7e).contains($0) && !#"?#"\<>"#.utf8.contains($0) }
        guard hasScheme, isPlain, !issuer.hasSuffix("/"), issuer.utf8.count <= 2048 else {
            throw JWTError(
                .invalidRules,
                "an issuer is an http or https address without query, fragment or a slash at its end"
            )
        }
        return issuer
    }
}
