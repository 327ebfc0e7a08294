internal import CognitoWire

/// What the settings of an app client must not say.
struct ClientSettings {
    let client: AppClientRecord
    let pool: UserPoolRecord
    /// The scopes of the pool's resource servers, `server/scope`.
    let ownScopes: Set<String>
    /// The names of the pool's identity providers.
    let providers: Set<String>

    private static let standardScopes: Set<String> = [
        "phone", "email", "openid", "profile", TokenClaims.scope,
    ]

    /// Refuses settings that contradict each other, or the pool's.
    ///
    /// - Throws: ``Refusal`` that says what does not go together.
    func check() throws {
        try checkLifetimes()
        try checkFlows()
        try checkAttributes()
        try checkOAuth()
        try checkAddresses()
    }

    private func checkLifetimes() throws {
        let day = Duration.seconds(86_400)
        let lifetimes = [client.accessTokenLifetime, client.idTokenLifetime]
        guard lifetimes.allSatisfy({ (.seconds(300)...day).contains($0) }) else {
            throw Refusal.invalidParameter("Invalid range for token validity: 5 minutes to 1 day")
        }
        guard (.seconds(3600)...day * 3650).contains(client.refreshTokenLifetime),
            lifetimes.allSatisfy({ $0 <= client.refreshTokenLifetime })
        else {
            throw Refusal.invalidParameter("Invalid range for refresh token validity: 60 minutes to 10 years")
        }
    }

    private func checkFlows() throws {
        let flows = client.details.explicitAuthFlows ?? []
        let newNames = flows.filter { $0.rawValue.hasPrefix("ALLOW_") }
        guard newNames.isEmpty || newNames.count == flows.count else {
            throw Refusal.invalidParameter("ExplicitAuthFlows must not mix values with and without the prefix ALLOW_")
        }
        guard !client.rotatesRefreshTokens || !flows.contains(.allowRefreshTokenAuth) else {
            throw Refusal.invalidParameter("ALLOW_REFRESH_TOKEN_AUTH cannot be enabled with refresh token rotation")
        }
        guard client.details.enablePropagateAdditionalUserContextData != true || !client.secrets.isEmpty else {
            throw Refusal.invalidParameter(
                "EnablePropagateAdditionalUserContextData can be set for clients with a secret only"
            )
        }
    }

    private func checkAttributes() throws {
        let schema = pool.schema
        guard (client.details.readAttributes ?? []).allSatisfy({ schema[$0] != nil && !$0.hasPrefix("dev:") }) else {
            throw Refusal.invalidParameter("Invalid read attributes specified while creating a client")
        }
        guard let written = client.details.writeAttributes else { return }
        let writable = written.allSatisfy { name in
            schema[name]?.developerOnlyAttribute == false && !AttributeSchema.verificationFlags.contains(name)
                && name != "sub" && name != "identities"
        }
        let isComplete = schema.attributes.allSatisfy { attribute in
            attribute.required != true || attribute.name == "sub" || written.contains(attribute.name ?? "")
        }
        guard writable, isComplete else {
            throw Refusal.invalidParameter("Invalid write attributes specified while creating a client")
        }
    }

    private func checkOAuth() throws {
        let flows = client.details.allowedOAuthFlows ?? []
        let scopes = client.details.allowedOAuthScopes ?? []
        guard client.details.allowedOAuthFlowsUserPoolClient != true || (!flows.isEmpty && !scopes.isEmpty) else {
            throw Refusal(
                .invalidOAuthFlow,
                "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth "
                    + "flows."
            )
        }
        if flows.contains(.clientCredentials) {
            guard flows.allSatisfy({ $0 == .clientCredentials }) else {
                throw Refusal(
                    .invalidOAuthFlow,
                    "client_credentials flow can not be selected along with code flow or implicit flow."
                )
            }
            guard !client.secrets.isEmpty else {
                throw Refusal(
                    .invalidOAuthFlow,
                    "client_credentials flow can not be selected if client does not have a client secret."
                )
            }
        }
        if let unknown = scopes.first(where: { !Self.standardScopes.contains($0) && !ownScopes.contains($0) }) {
            throw Refusal(.scopeDoesNotExist, "Invalid scope requested: \(unknown)")
        }
        let named = client.details.supportedIdentityProviders ?? []
        if let unknown = named.first(where: { $0 != "COGNITO" && !providers.contains($0) }) {
            throw Refusal.invalidParameter("The provider \(unknown) does not exist for User Pool \(pool.id).")
        }
    }

    private func checkAddresses() throws {
        let callbacks = client.details.callbackURLs ?? []
        for address in callbacks + (client.details.logoutURLs ?? []) { try Self.checkAddress(address) }
        if let address = client.details.defaultRedirectURI {
            try Self.checkAddress(address)
            guard callbacks.contains(address) else {
                throw Refusal.invalidParameter("DefaultRedirectURI must be in the list of CallbackURLs")
            }
        }
    }

    /// An absolute URI without a fragment, of HTTP only on this machine (RFC 8252 §7.3).
    private static func checkAddress(_ address: String) throws {
        guard let colon = address.firstIndex(of: ":"), let first = address.utf8.first,
            isLetter(first), address[..<colon].utf8.allSatisfy({ isLetter($0) || "0123456789+.-".utf8.contains($0) })
        else { throw Refusal.invalidParameter("\(address) is not an absolute URI.") }
        guard !address.contains("#") else {
            throw Refusal.invalidParameter("\(address) cannot have a fragment.")
        }
        let scheme = address[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else { return }
        guard address[colon...].hasPrefix("://") else {
            throw Refusal.invalidParameter("\(address) is not an absolute URI.")
        }
        let host = address[colon...].dropFirst(3).prefix { !"/?".contains($0) }.lowercased()
        guard !host.isEmpty, !host.contains("@") else {
            throw Refusal.invalidParameter("\(address) is not an absolute URI.")
        }
        let isLocal = ["localhost", "127.0.0.1", "[::1]"].contains { host == $0 || host.hasPrefix("\($0):") }
        guard scheme == "https" || isLocal else {
            throw Refusal.invalidParameter("\(address) cannot use the HTTP protocol.")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
