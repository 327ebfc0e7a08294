internal import CognitoWire

extension Remedy {
    /// What to do about an error of the service.
    ///
    /// - Parameters:
    ///   - code: The service's code, if it gave one.
    ///   - message: The service's text, which tells a lock-out from a wrong password.
    ///   - status: The HTTP status.
    ///   - isUsers: Whether the operation acts for a user who signs in or is signed in; in the others it is the
    ///     caller's own permission, or a name, that the same codes refuse.
    init(code: ServiceErrorCode?, message: String, status: Int, isUsers: Bool) {
        guard let code else {
            self = status == 429 ? .wait : status >= 500 ? .retry : .giveUp
            return
        }
        if code.rawValue == "NotAuthorizedException", message.contains("attempts exceeded") {
            // A lock-out after wrong passwords: the password may be right, and the session of a device may be alive.
            self = .wait
        } else if Self.sessionRefusals.contains(code.rawValue) {
            self = isUsers ? .signInAgain : .fixInput
        } else if code.rawValue == RetryKind.userQuotaCode || RetryKind.throttlingCodes.contains(code.rawValue) {
            self = .wait
        } else if let remedy = Self.byCode[code.rawValue] {
            self = remedy
        } else {
            self = status == 429 ? .wait : status >= 500 ? .retry : .fixInput
        }
    }

    /// The refusals after which a session is of no use any more; all else keeps it.
    private static let sessionRefusals: Set<String> = [
        "NotAuthorizedException", "PasswordResetRequiredException", "RefreshTokenReuseException",
        "TokenRevokedException", "UserNotConfirmedException", "UserNotFoundException",
    ]

    /// What else is known of codes.
    static let byCode: [String: Remedy] = [
        "CodeDeliveryFailureException": .retry,
        "ConcurrentModificationException": .retry,
        "ExternalServiceException": .retry,
        "InternalErrorException": .retry,
        "InternalFailure": .retry,
        "InternalServerException": .retry,
        "RequestTimeout": .retry,
        "RequestTimeoutException": .retry,
        "ServiceUnavailable": .retry,
        "ServiceUnavailableException": .retry,
        "TooManyFailedAttemptsException": .wait,
        "ForbiddenException": .giveUp,
        "InvalidEmailRoleAccessPolicyException": .giveUp,
        "InvalidLambdaResponseException": .giveUp,
        "InvalidSmsRoleAccessPolicyException": .giveUp,
        "InvalidSmsRoleTrustRelationshipException": .giveUp,
        "UnexpectedLambdaException": .giveUp,
        "UnknownOperationException": .giveUp,
        "UserPoolAddOnNotEnabledException": .giveUp,
    ]
}
