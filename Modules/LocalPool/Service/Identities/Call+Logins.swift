internal import ByteCoding
internal import CognitoJWT
internal import CognitoWire
internal import GRDB

extension Call {
    /// A user who proved to be one, by an id token.
    struct Login {
        let provider: LoginProvider
        let subject: String
        let clientID: String
        let claims: JSONObject

        /// The key of role mappings: provider and client.
        func isNamed(by mapping: String) -> Bool {
            let parts = mapping.split(separator: ":", omittingEmptySubsequences: false)
            return parts.last.map(String.init) == clientID
                && LoginProvider.userPoolID(in: parts.dropLast().joined(separator: ":")) == provider.userPoolID
        }
    }

    /// Verifies a map of logins.
    ///
    /// - Parameters:
    ///   - logins: Id tokens by provider; none at all for a guest.
    ///   - pool: The pool whose providers they must be.
    /// - Returns: The logins, sorted by user pool.
    /// - Throws: ``Refusal`` if one is not right, or the pool takes no guests.
    func verified(_ logins: [String: Sensitive<String>]?, for pool: IdentityPoolRecord) throws -> [Login] {
        let logins = logins ?? [:]
        guard !logins.isEmpty || pool.settings.allowUnauthenticatedIdentities else {
            throw Refusal.notAuthorized("Unauthenticated access is not supported for this identity pool.")
        }
        return try logins.sorted { $0.key < $1.key }.map { name, token in
            try verified(token.value, of: name, for: pool)
        }
    }

    private func verified(_ token: String, of name: String, for pool: IdentityPoolRecord) throws -> Login {
        guard let provider = LoginProvider(name, endpoint: endpoint) else {
            guard !isForeignProvider(name, of: pool) else {
                throw Refusal.notAuthorized("Logins of \(name) are not offered by LocalPool.")
            }
            throw Refusal.loginsDoNotMatch
        }
        let configured = pool.clients(of: provider.userPoolID)
        guard !configured.isEmpty else { throw Refusal.loginsDoNotMatch }
        let verified = try verifiedIdentityToken(token, of: provider)
        guard let client = configured.first(where: { $0.clientID == verified.clientID }) else {
            throw Refusal.notAuthorized("Token is not from a supported provider of this identity pool.")
        }
        if client.serverSideTokenCheck == true { try checkWithUserPool(verified) }
        return Login(
            provider: provider,
            subject: verified.subject,
            clientID: verified.clientID,
            claims: verified.claims
        )
    }

    /// Whether the pool names a provider that nobody here can ask.
    private func isForeignProvider(_ name: String, of pool: IdentityPoolRecord) -> Bool {
        let arns = (pool.settings.openIDConnectProviderARNs ?? []) + (pool.settings.samlProviderARNs ?? [])
        return pool.settings.supportedLoginProviders?[name] != nil
            || arns.contains { $0 == name || $0.hasSuffix("/\(name)") }
    }

    private func verifiedIdentityToken(_ text: String, of provider: LoginProvider) throws -> VerifiedToken {
        guard let claims = try? UnverifiedToken(text).payload else {
            throw Refusal.invalidLogin("Not a valid OpenId Connect identity token.")
        }
        let issuers = LoginProvider.issuers(of: provider.userPoolID, endpoint: endpoint)
        guard let issuer = claims["iss"]?.string, issuers.contains(issuer) else {
            throw Refusal.invalidLogin("Issuer doesn't match providerName")
        }
        guard let keys = try keyring.pair(of: provider.userPoolID, at: now, in: db) else {
            throw Refusal.invalidLogin("Couldn't verify signed token.")
        }
        do throws(JWTError) {
            var rules = TokenRules(userPoolID: provider.userPoolID, use: .id, clients: .any)
            rules.issuers = .custom(issuer)
            let verifier = try TokenVerifier(rules)
            let sets = verifier.keySetURLs.map { ($0, keys.keySet) }
            return try verifier.verify(text, keys: KeySets(Dictionary(uniqueKeysWithValues: sets)), at: now)
        } catch {
            throw refusal(for: error, claims: claims)
        }
    }

    private func refusal(for error: JWTError, claims: JSONObject) -> Refusal {
        switch error.code {
        case .expired:
            let end = claims["exp"]?.number?.int64.map(String.init) ?? ""
            return .invalidLogin("Token expired: \(now.seconds) >= \(end)")
        case .tokenUse, .missingClaim:
            return .invalidLogin("Missing a required claim: aud")
        case .signature, .unknownKey:
            return .invalidLogin("Couldn't verify signed token.")
        default:
            return .invalidLogin("Not a valid OpenId Connect identity token.")
        }
    }

    /// Asks the user pool whether the user may still sign in, and the sign-in still stands.
    private func checkWithUserPool(_ token: VerifiedToken) throws {
        guard let user = try user(sub: token.subject), user.isEnabled,
            let eventID = token.claims["event_id"]?.string,
            let family = try TokenFamilyRecord.filter(Column("eventID") == eventID).fetchOne(db), !family.isRevoked
        else { throw Refusal.invalidLogin("Token is revoked.") }
    }
}

extension Refusal {
    static func invalidLogin(_ reason: String) -> Refusal {
        .notAuthorized("Invalid login token. \(reason)")
    }

    static let loginsDoNotMatch = notAuthorized(
        "Logins don't match. Please include at least one valid login for this identity or identity pool."
    )
}
