import AppSupport
import Hummingbird

/// The body of an error (RFC 9457).
struct ProblemBody: Encodable {
    /// The type of such a body.
    static let mediaType = "application/problem+json"

    private let type: String
    private let title: String
    private let status: Int
    private let detail: String
    private let instance: String
    private let code: String
    private let requestId: String
    private let retryAfter: Int?
    private let errors: [Problem.Fault]?
    private let cognito: Problem.CognitoAnswer?

    init(_ problem: Problem, instance: String, requestID: String) {
        type = "/problems/\(problem.code.name)"
        title = problem.code.title
        status = problem.code.status
        detail = problem.detail
        self.instance = instance
        code = problem.code.name
        requestId = requestID
        retryAfter = problem.retryAfter
        errors = problem.errors.isEmpty ? nil : problem.errors
        cognito = problem.cognito
    }
}

extension Problem {
    /// The problem as a stranger may see it.
    ///
    /// What the service says about input is meant for users and stays. Everything else that it says, and everything that
    /// is wrong behind the gateway, is for the log: hosts, ids and reasons stay inside, and a caller learns the title.
    var forCallers: Problem {
        let isAboutInput: Set<Code> = [
            .passwordPolicy, .passwordReused, .invalidParameter, .rejectedByHook, .limitExceeded, .tooManyAttempts,
        ]
        let isOurs = cognito == nil && code.status < 500
        guard !isOurs, !isAboutInput.contains(code) else { return self }
        return Problem(code, "\(code.title).", retryAfter: retryAfter, cognito: cognito, errors: errors)
    }
}
