import AppSupport
import CognitoClient
import CognitoJWT
import CognitoWire
import Testing

@Suite("Problems") struct ProblemTests {
    private func problem(_ code: String, _ message: String = "", status: Int = 400) -> Problem {
        Problem(
            describing: CognitoClientError(
                .service,
                message,
                serviceCode: ServiceErrorCode(rawValue: code),
                httpStatus: status,
                requestID: "request-1",
                remedy: .giveUp
            )
        )
    }

    @Test(
        "the service's errors",
        arguments: [
            ("UserNotFoundException", "userNotFound", 404, 65),
            ("UserNotConfirmedException", "userNotConfirmed", 403, 77),
            ("PasswordResetRequiredException", "passwordResetRequired", 403, 77),
            ("UsernameExistsException", "usernameTaken", 409, 65), ("AliasExistsException", "aliasTaken", 409, 65),
            ("CodeMismatchException", "codeMismatch", 422, 65), ("ExpiredCodeException", "codeExpired", 422, 65),
            ("InvalidPasswordException", "passwordPolicy", 422, 65),
            ("PasswordHistoryPolicyViolationException", "passwordReused", 422, 65),
            ("InvalidParameterException", "invalidParameter", 422, 65),
            ("LimitExceededException", "limitExceeded", 429, 75),
            ("TooManyFailedAttemptsException", "tooManyAttempts", 429, 75),
            ("TooManyRequestsException", "throttled", 429, 75),
            ("RefreshTokenReuseException", "refreshTokenReused", 401, 77),
            ("UserLambdaValidationException", "rejectedByHook", 422, 65),
            ("UnexpectedLambdaException", "hookFailed", 502, 69),
            ("CodeDeliveryFailureException", "deliveryFailed", 502, 69),
            ("InternalErrorException", "upstreamError", 502, 69),
            ("ForbiddenException", "blockedByWaf", 403, 77), ("ResourceNotFoundException", "misconfigured", 500, 78),
            ("FeatureUnavailableInTierException", "featureUnavailable", 501, 69),
            ("UnsupportedOperationException", "unsupported", 501, 69),
            ("UnsupportedTokenTypeException", "refreshTokenInvalid", 401, 77),
            ("SomethingNew", "upstreamError", 502, 69),
        ]
    )
    func serviceError(code: String, name: String, status: Int, exit: Int32) {
        let problem = problem(code)
        #expect(problem.code.name == name && problem.code.status == status && problem.code.exit.rawValue == exit)
        #expect(problem.cognito == Problem.CognitoAnswer(error: code, requestId: "request-1"))
    }

    @Test(
        "what NotAuthorizedException means is told by its text alone",
        arguments: [
            ("Incorrect username or password.", "invalidCredentials"), ("User is disabled.", "userDisabled"),
            ("Password attempts exceeded", "tooManyAttempts"), ("Invalid session for the user.", "challengeExpired"),
            ("Invalid Refresh Token", "refreshTokenInvalid"), ("Refresh Token has been revoked", "refreshTokenInvalid"),
            ("Access Token has been revoked", "tokenRevoked"), ("Invalid Access Token", "tokenInvalid"),
            ("Access Token has expired", "tokenExpired"), ("Client is enabled for rotation", "invalidCredentials"),
        ]
    )
    func refusal(text: String, name: String) {
        #expect(problem("NotAuthorizedException", text).code.name == name)
    }

    @Test(
        "failures that the service did not name",
        arguments: [
            (CognitoClientError.Code.transport, "upstreamUnavailable", 69), (.deadlineExceeded, "upstreamTimeout", 69),
            (.malformedAnswer, "upstreamError", 69), (.unexpectedStatus, "upstreamError", 69),
            (.budgetExhausted, "throttled", 75), (.invalidRegion, "usage", 64),
            (.missingCredentials, "misconfigured", 78),
            (.invalidRequest, "invalidParameter", 65), (.cancelled, "interrupted", 130),
        ]
    )
    func clientError(code: CognitoClientError.Code, name: String, exit: Int32) {
        let problem = Problem(describing: CognitoClientError(code, "text", remedy: .giveUp))
        #expect(problem.code.name == name && problem.code.exit.rawValue == exit && problem.cognito == nil)
    }

    @Test(
        "tokens that are refused, and what verifying needs",
        arguments: [
            (JWTError.Code.malformed, "tokenInvalid", 77), (.tooLarge, "tokenInvalid", 77),
            (.signature, "tokenInvalid", 77), (.expired, "tokenExpired", 77), (.unknownKey, "tokenInvalid", 77),
            (.revoked, "tokenRevoked", 77), (.keysUnavailable, "upstreamUnavailable", 69),
            (.invalidKeySet, "upstreamError", 69), (.invalidRules, "misconfigured", 78),
        ]
    )
    func token(code: JWTError.Code, name: String, exit: Int32) {
        let problem = Problem(describing: JWTError(code, "text"))
        #expect(problem.code.name == name && problem.code.exit.rawValue == exit && problem.detail == "text")
    }

    @Test("a malformed pool id is a matter of usage")
    func malformedPoolID() throws {
        let error = #expect(throws: CognitoClientError.self) { try Region(userPoolID: "nonsense") }
        #expect(try Problem(describing: #require(error)).code == .usage)
    }

    @Test("codes are unique, and every exit status has a meaning")
    func table() {
        #expect(Set(ExitStatus.allCases.map(\.rawValue)).count == ExitStatus.allCases.count)
        #expect(ExitStatus.allCases.allSatisfy { !$0.meaning.isEmpty })
    }
}
