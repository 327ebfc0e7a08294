internal import CognitoWire

/// What an OAuth endpoint answers instead of a result (RFC 6749 §4.1.2.1 and §5.2, RFC 7009 §2.2.1, RFC 6750 §3.1).
package struct OAuthRefusal: Error, Hashable, Sendable {
    /// What to branch on.
    package let code: Code
    /// What a person needs to act on it; never a secret, a code or a token.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The `error` of OAuth's answers.
    package enum Code: String, CaseIterable, Sendable {
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case invalidGrant = "invalid_grant"
        case invalidScope = "invalid_scope"
        case invalidToken = "invalid_token"
        case unauthorizedClient = "unauthorized_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case unsupportedTokenType = "unsupported_token_type"
        case loginRequired = "login_required"
        /// The service's own: an address that is not registered; never sent to that address.
        case redirectMismatch = "redirect_mismatch"
        case serverError = "server_error"
        /// Too many calls; nothing but a chaos rule says so.
        case temporarilyUnavailable = "temporarily_unavailable"
    }

    /// What the pool's rules refused, in OAuth's terms.
    init(_ refusal: Refusal, as code: Code) {
        self.init(refusal.code == .internalError ? .serverError : code, refusal.message)
    }
}
