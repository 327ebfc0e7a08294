internal import CognitoWire

/// A request for authorization that may be granted as soon as somebody is signed in.
struct Authorization {
    let client: AppClientRecord
    let pool: UserPoolRecord
    let redirectURI: String
    let answer: AuthorizationRequest.Answer
    let scopes: [String]
    let state: String?
    let nonce: String?
    let codeChallenge: String?
    let prompts: Set<String>

    /// Checks what an application asks for.
    ///
    /// - Parameters:
    ///   - request: What it asks for.
    ///   - client: The client that it says it is.
    ///   - pool: The client's pool.
    ///   - customScopes: The scopes of the pool's resource servers.
    /// - Throws: ``AuthorizationFailure``.
    init(
        _ request: AuthorizationRequest,
        of client: AppClientRecord,
        in pool: UserPoolRecord,
        customScopes: [String]
    ) throws(AuthorizationFailure) {
        guard let redirectURI = request.redirectURI ?? client.details.defaultRedirectURI else {
            throw .page(OAuthRefusal(.invalidRequest, "redirect_uri is missing."))
        }
        // Whoever is not registered gets nothing, not even an error.
        guard client.details.callbackURLs?.contains(redirectURI) == true else {
            throw .page(OAuthRefusal(.redirectMismatch, "redirect_uri is not one of the client's callback URLs."))
        }
        let isFragment = request.parameters["response_type"] == AuthorizationRequest.Answer.token.rawValue
        let back = ReturnAddress(redirectURI, state: request.state, isFragment: isFragment)
        do throws(OAuthRefusal) {
            answer = try request.answer()
            guard client.allows(oAuth: answer == .code ? .code : .implicit) else {
                throw OAuthRefusal(.unauthorizedClient, "The client may not use this flow.")
            }
            try Self.checkProvider(request, client)
            codeChallenge = try request.codeChallenge()
            prompts = try request.prompts()
            scopes = try Self.scopes(request.scopes, of: client, customScopes: customScopes)
        } catch {
            throw .redirect(error, back)
        }
        self.client = client
        self.pool = pool
        self.redirectURI = redirectURI
        state = request.state
        nonce = request.nonce
    }

    /// Where the browser goes when it is over.
    var returnAddress: ReturnAddress {
        ReturnAddress(redirectURI, state: state, isFragment: answer == .token)
    }

    /// The pool's own users are all that sign in here.
    private static func checkProvider(
        _ request: AuthorizationRequest,
        _ client: AppClientRecord
    ) throws(OAuthRefusal) {
        guard request.parameters["identity_provider"].map({ $0 == "COGNITO" }) ?? true,
            request.parameters["idp_identifier"] == nil
        else {
            throw OAuthRefusal(.invalidRequest, "Sign-in with other providers is not offered by LocalPool")
        }
        guard client.details.supportedIdentityProviders?.contains("COGNITO") ?? true else {
            throw OAuthRefusal(.invalidRequest, "COGNITO is not one of the client's identity providers.")
        }
    }

    private static func scopes(
        _ requested: [String],
        of client: AppClientRecord,
        customScopes: [String]
    ) throws(OAuthRefusal) -> [String] {
        let known = OAuthScope.standard.union(customScopes)
        let allowed = (client.details.allowedOAuthScopes ?? []).filter(known.contains)
        let scopes = requested.isEmpty ? allowed : requested
        let isDetail = [OAuthScope.email, OAuthScope.phone, OAuthScope.profile].contains
        guard !scopes.isEmpty, scopes.allSatisfy(allowed.contains),
            scopes.contains(OAuthScope.openID) || !scopes.contains(where: isDetail)
        else { throw OAuthRefusal(.invalidRequest, "invalid_scope") }
        return scopes
    }
}

/// Why nothing is granted, and who hears of it.
enum AuthorizationFailure: Error {
    /// The person at the browser: nobody knows that the address is the application's.
    case page(OAuthRefusal)
    /// The application.
    case redirect(OAuthRefusal, ReturnAddress)
}

/// The application's address, to which the browser goes back with an answer.
struct ReturnAddress {
    private let address: String
    private let state: String?
    private let isFragment: Bool

    init(_ address: String, state: String?, isFragment: Bool) {
        (self.address, self.state, self.isFragment) = (address, state, isFragment)
    }

    /// The address with an answer, in the service's order.
    func with(_ answer: [(name: String, value: String?)]) -> String {
        let text = OAuthParameters.text(answer + [("state", state)])
        if isFragment { return "\(address)#\(text)" }
        return "\(address)\(address.contains("?") ? "&" : "?")\(text)"
    }

    /// The address with an error.
    func with(_ refusal: OAuthRefusal) -> String {
        with([("error_description", refusal.message), ("error", refusal.code.rawValue)])
    }
}

extension AppClientRecord {
    /// Whether the client may use that flow of OAuth.
    func allows(oAuth flow: OAuthFlowType) -> Bool {
        details.allowedOAuthFlowsUserPoolClient == true && details.allowedOAuthFlows?.contains(flow) == true
    }
}
