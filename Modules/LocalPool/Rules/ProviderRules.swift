internal import CognitoWire

/// What the service asks of the settings of identity providers.
enum ProviderRules {
    /// The name that stands for the pool's own users wherever a provider is named.
    static let ownUsers = "Cognito"
    /// The attribute that stands for a provider's own id of its user.
    static let subject = "Cognito_Subject"

    /// Checks name, type and settings of a provider, and that what it knows of users has a place in the pool.
    ///
    /// - Throws: ``Refusal`` that says what does not fit.
    static func check(
        _ provider: IdentityProviderType,
        named name: String,
        type: IdentityProviderTypeType,
        in pool: UserPoolRecord
    ) throws {
        guard name.lowercased() != ownUsers.lowercased() else {
            throw Refusal.invalidParameter("The provider name \(name) is reserved for the pool's own users.")
        }
        // Of each of these a pool has one, and so name and type are one.
        guard isFederation(type) || name == type.rawValue else {
            throw Refusal.invalidParameter("Provider \(name) cannot be of type \(type.rawValue).")
        }
        try checkDetails(provider.providerDetails ?? [:], type: type)
        try checkMapping(provider.attributeMapping ?? [:], schema: pool.schema)
        guard type == .oidc || provider.acrMapping == nil else {
            throw Refusal.invalidParameter("AcrMapping is for providers of type OIDC only.")
        }
    }

    private static func isFederation(_ type: IdentityProviderTypeType) -> Bool {
        type == .saml || type == .oidc
    }

    private static func checkMapping(_ mapping: [String: String], schema: AttributeSchema) throws {
        let fixed = ["sub", "identities"]
        guard
            let name = mapping.keys.sorted().first(where: { name in
                name != "username" && (schema[name] == nil || fixed.contains(name))
            })
        else { return }
        throw Refusal.invalidParameter(
            "AttributeMapping names \(name), which is no attribute of the user pool to write."
        )
    }

    private static func checkDetails(_ details: [String: String], type: IdentityProviderTypeType) throws {
        let isThere = { (name: String) in details[name].map { !$0.isEmpty } ?? false }
        if type == .saml {
            guard isThere("MetadataURL") || isThere("MetadataFile") else {
                throw Refusal.invalidParameter("ProviderDetails must have MetadataURL or MetadataFile.")
            }
        }
        let missing = requiredDetails(of: type).filter { !isThere($0) }
        guard missing.isEmpty else {
            throw Refusal.invalidParameter("ProviderDetails must have \(missing.joined(separator: ", ")).")
        }
    }

    private static func requiredDetails(of type: IdentityProviderTypeType) -> [String] {
        switch type {
        case .oidc: ["client_id", "attributes_request_method", "oidc_issuer", "authorize_scopes"]
        case .signInWithApple: ["client_id", "team_id", "key_id", "private_key", "authorize_scopes"]
        case .facebook, .google, .loginWithAmazon: ["client_id", "client_secret", "authorize_scopes"]
        default: []
        }
    }
}
