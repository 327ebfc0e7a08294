import AppSupport
import CognitoJWT
import HTTPTypes

/// Why a proxy must not let a request through: it has status 401 or 403, whatever the reason.
struct ForwardAuthRefusal: Error, Hashable, Sendable {
    /// The two answers that proxies pass on.
    enum Verdict: Hashable, Sendable {
        /// Nobody is signed in.
        case unauthorized
        /// Somebody is, and must not do this; or nobody may.
        case forbidden
    }

    /// Which of the two it is.
    let verdict: Verdict
    /// The code of the problem.
    let code: Problem.Code
    /// What happened; plain text without quotation marks, and never what the token says.
    let detail: String
    /// The error of RFC 6750 §3.1; `nil` if no token was looked at.
    let challengeError: String?

    private init(_ verdict: Verdict, _ code: Problem.Code, _ detail: String, error: String?) {
        self.verdict = verdict
        self.code = code
        self.detail = detail
        challengeError = error
    }

    /// The request shows no token.
    static let noToken = Self(
        .unauthorized,
        .tokenInvalid,
        "Send a token in the header Authorization: Bearer.",
        error: nil
    )

    /// The token is no good.
    static func invalidToken(_ detail: String, code: Problem.Code = .tokenInvalid) -> Self {
        Self(.unauthorized, code, detail, error: "invalid_token")
    }

    /// The token is good and not good enough.
    static func insufficientScope(_ detail: String) -> Self {
        Self(.forbidden, .forbidden, detail, error: "insufficient_scope")
    }

    /// The request is refused whatever token it shows.
    static func forbidden(_ detail: String) -> Self {
        Self(.forbidden, .forbidden, detail, error: nil)
    }

    /// The status of the answer.
    var status: HTTPResponse.Status {
        switch verdict {
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        }
    }

    /// The value of `WWW-Authenticate` (RFC 6750 §3).
    var challenge: String {
        let realm = #"Bearer realm="userpool""#
        guard let challengeError else { return realm }
        return #"\#(realm), error="\#(challengeError)", error_description="\#(detail)""#
    }
}

extension ForwardAuthRefusal {
    /// What a refusal of the verifier means to a proxy.
    init(_ error: JWTError) {
        switch error.code {
        case .groups: self = .insufficientScope("The user is not in the groups that are asked for.")
        case .scope: self = .insufficientScope("The token does not have the scopes that are asked for.")
        case .expired: self = .invalidToken("The token has expired.")
        case .notYetValid: self = .invalidToken("The token is not valid yet.")
        case .tokenUse: self = .invalidToken("The token is of another kind than is asked for.")
        case .client: self = .invalidToken("The token is for another app client.")
        case .keysUnavailable: self = .invalidToken("The token cannot be verified at the moment.")
        default: self = .invalidToken("The token is not valid.")
        }
    }
}
