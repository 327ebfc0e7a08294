internal import ByteCoding
internal import CognitoWire

/// What the tokens of one sign-in say, in the service's words.
struct TokenClaims {
    let user: UserRecord
    let groups: GroupConfiguration
    let client: AppClientRecord
    let family: TokenFamilyRecord
    let scopes: [String]
    /// What the application wants to see again.
    let nonce: String?
    /// What a trigger changed.
    let overrides: TokenOverrides
    let issuer: String
    let issuedAt: UnixTime

    /// The scope of every token that is not made by OAuth: users may do everything to themselves.
    static let scope = "aws.cognito.signin.user.admin"

    /// The payload of an access token.
    func access(id: String) -> WireDocument {
        var claims = common(id: id, use: "access", lifetime: client.accessTokenLifetime)
        claims["client_id"] = .string(client.id)
        claims["scope"] = .string(overrides.applied(to: scopes).joined(separator: " "))
        claims["username"] = .string(user.username)
        if family.scopes != nil { claims["version"] = .integer(2) }
        if let deviceKey = family.deviceKey { claims["device_key"] = .string(deviceKey) }
        claims.merge(groups.accessClaims) { _, groups in groups }
        return .object(overrides.access.applied(to: claims))
    }

    /// Whether there is an id token at all.
    var hasIdentity: Bool { family.scopes?.contains(OAuthScope.openID) ?? true }

    /// The payload of an id token: what the client may read of the user, and the scopes show.
    func identity(id: String) -> WireDocument {
        let shown = user.attributes.filter { client.reads($0.key) && OAuthScope.show($0.key, family.scopes) }
        var claims = shown.reduce(into: [String: WireDocument]()) { $0[$1.key] = Self.claim($1.key, $1.value) }
        claims.merge(common(id: id, use: "id", lifetime: client.idTokenLifetime)) { _, own in own }
        claims["aud"] = .string(client.id)
        claims["cognito:username"] = .string(user.username)
        if let nonce { claims["nonce"] = .string(nonce) }
        claims.merge(groups.identityClaims) { _, groups in groups }
        return .object(overrides.identity.applied(to: claims))
    }

    private func common(id: String, use: String, lifetime: Duration) -> [String: WireDocument] {
        var claims: [String: WireDocument] = [
            "sub": .string(user.sub),
            "iss": .string(issuer),
            "event_id": .string(family.eventID),
            "token_use": .string(use),
            "auth_time": .integer(family.authenticatedAt.seconds),
            "iat": .integer(issuedAt.seconds),
            "exp": .integer(issuedAt.adding(lifetime).seconds),
            "jti": .string(id),
        ]
        if client.revokesTokens { claims["origin_jti"] = .string(family.id) }
        return claims
    }

    /// Flags are booleans, `updated_at` is a number, `identities` is a list of objects whose values are all texts, the rest
    /// is text (OpenID Connect Core 1.0 §5.1).
    private static func claim(_ name: String, _ value: String) -> WireDocument {
        if AttributeSchema.verificationFlags.contains(name) { return .bool(value == "true") }
        if name == "updated_at", let number = Int64(value) { return .integer(number) }
        if name == "identities", let list = try? WireCoder().decode([WireDocument].self, from: Array(value.utf8)) {
            return .array(list.map(withTextValues))
        }
        return .string(value)
    }

    private static func withTextValues(_ entry: WireDocument) -> WireDocument {
        guard case .object(let members) = entry else { return entry }
        return .object(
            members.mapValues { value in
                switch value {
                case .bool(let flag): .string(flag ? "true" : "false")
                case .integer(let number): .string(String(number))
                default: value
                }
            }
        )
    }
}
