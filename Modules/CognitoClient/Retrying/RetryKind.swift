internal import CognitoWire

/// Whether and how a failure is worth another attempt.
enum RetryKind: Equatable {
    case never
    case transient
    case throttled

    /// Sorts an answer that is an error.
    ///
    /// - Parameters:
    ///   - code: The service's code, if there is one.
    ///   - status: The HTTP status.
    ///   - isRepeatable: Whether the operation may be repeated though the first request may have been carried out.
    /// - Returns: Whether and how it is worth another attempt.
    static func of(code: ServiceErrorCode?, status: Int, isRepeatable: Bool) -> RetryKind {
        if let code {
            // The quota of one user or one address: each further try makes the wait longer.
            if code.rawValue == userQuotaCode { return .never }
            if throttlingCodes.contains(code.rawValue) { return .throttled }
            // The service says that it gave up waiting for the request.
            if timeoutCodes.contains(code.rawValue) { return .transient }
        }
        if status == 429 { return .throttled }
        // Between the service and the client an answer was lost, or the service failed half-way.
        return transientStatuses.contains(status) && isRepeatable ? .transient : .never
    }

    /// The code of the one limit that is no throttling.
    static let userQuotaCode = "LimitExceededException"

    private static let transientStatuses: Set<Int> = [500, 502, 503, 504]

    /// Codes with which AWS services say that they gave up waiting.
    static let timeoutCodes: Set<String> = ["RequestTimeout", "RequestTimeoutException"]

    /// Codes with which AWS services ask for fewer requests, but for `LimitExceededException`.
    static let throttlingCodes: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
        "TooManyRequestsException", "TransactionInProgressException",
    ]
}

/// The operations whose request must not be sent twice on a suspicion.
///
/// Their sessions, codes and refresh tokens work once, or they send messages or make something new: if the first request
/// was carried out and its answer lost, the second one fails, uses up an attempt or makes a double. They are repeated
/// only if no byte of the first request left, or if the service said that it refused it for its load.
enum SingleUseOperations {
    static func contains(_ name: String) -> Bool { names.contains(name) }

    private static let names: Set<String> = [
        "AddUserPoolClientSecret", "AdminCreateUser", "AdminResetUserPassword", "AdminRespondToAuthChallenge",
        "AssociateSoftwareToken",
        "ChangePassword", "CompleteWebAuthnRegistration", "ConfirmForgotPassword", "ConfirmSignUp",
        "CreateIdentityPool", "CreateUserImportJob", "CreateUserPool", "CreateUserPoolClient", "ForgotPassword",
        "GetTokensFromRefreshToken", "GetUserAttributeVerificationCode", "ResendConfirmationCode",
        "RespondToAuthChallenge", "SignUp", "VerifySoftwareToken", "VerifyUserAttribute",
    ]
}
