import CognitoWire

/// Settings of a client that do not go together, and what the service says of them.
struct ClientContradiction: Sendable {
    let code: String
    let message: String?
    let change: @Sendable (inout CreateUserPoolClientRequest) -> Void

    init(
        _ message: String? = nil,
        code: String = "InvalidParameterException",
        _ change: @escaping @Sendable (inout CreateUserPoolClientRequest) -> Void
    ) {
        self.code = code
        self.message = message
        self.change = change
    }

    static let all = [
        Self(
            "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
            code: "InvalidOAuthFlowException"
        ) { $0.allowedOAuthFlowsUserPoolClient = true },
        Self(
            "client_credentials flow can not be selected along with code flow or implicit flow.",
            code: "InvalidOAuthFlowException"
        ) { $0.allowedOAuthFlows = [.code, .clientCredentials] },
        Self(
            "client_credentials flow can not be selected if client does not have a client secret.",
            code: "InvalidOAuthFlowException"
        ) { $0.allowedOAuthFlows = [.clientCredentials] },
        Self("Invalid scope requested: orders/read", code: "ScopeDoesNotExistException") {
            $0.allowedOAuthScopes = ["openid", "orders/read"]
        },
        Self("The provider Elsewhere does not exist for User Pool local_AbCdEfGhI.") {
            $0.supportedIdentityProviders = ["COGNITO", "Elsewhere"]
        },
        Self("http://example.com cannot use the HTTP protocol.") { $0.callbackURLs = ["http://example.com"] },
        Self("http://localhost.example.com cannot use the HTTP protocol.") {
            $0.logoutURLs = ["http://localhost.example.com"]
        },
        Self("https://example.com/#in cannot have a fragment.") { $0.callbackURLs = ["https://example.com/#in"] },
        Self("example.com is not an absolute URI.") { $0.callbackURLs = ["example.com"] },
        Self("https://a@example.com is not an absolute URI.") { $0.callbackURLs = ["https://a@example.com"] },
        Self("DefaultRedirectURI must be in the list of CallbackURLs") {
            $0.callbackURLs = ["https://example.com"]
            $0.defaultRedirectURI = "https://example.com/in"
        },
        Self("Invalid read attributes specified while creating a client") { $0.readAttributes = ["custom:none"] },
        Self("Invalid write attributes specified while creating a client") { $0.writeAttributes = ["email_verified"] },
        Self("Invalid write attributes specified while creating a client") { $0.writeAttributes = ["sub"] },
        Self("ExplicitAuthFlows must not mix values with and without the prefix ALLOW_") {
            $0.explicitAuthFlows = [.allowUserSRPAuth, .adminNoSRPAuth]
        },
        Self("ALLOW_REFRESH_TOKEN_AUTH cannot be enabled with refresh token rotation") {
            $0.refreshTokenRotation = .init(feature: .enabled)
        },
        Self("EnablePropagateAdditionalUserContextData can be set for clients with a secret only") {
            $0.enablePropagateAdditionalUserContextData = true
        },
        Self("GenerateSecret and ClientSecret exclude each other") {
            $0.generateSecret = true
            $0.clientSecret = "abcdefghijklmnopqrstuvwxyz"
        },
        Self { $0.authSessionValidity = 16 },
        Self { $0.accessTokenValidity = 25 },
        Self {
            $0.refreshTokenValidity = 59
            $0.tokenValidityUnits = .init(refreshToken: .minutes)
        },
        Self { $0.preventUserExistenceErrors = .init(rawValue: "MAYBE") },
        Self { $0.clientSecret = "short" },
    ]
}
