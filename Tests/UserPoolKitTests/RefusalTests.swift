import CognitoClient
import CognitoWire
import HTTPTransport
import Testing
import UserPoolKit

/// The one table that says what the service's refusals mean.
@Suite("Refusals") struct RefusalTests {
    @Test("each text of NotAuthorizedException has one meaning", arguments: RefusalRows.notAuthorized)
    func texts(text: String, code: UserPoolError.Code) async throws {
        let error = UserPoolError(
            CognitoClientError(.service, text, serviceCode: .notAuthorized, httpStatus: 400, remedy: .signInAgain)
        )
        #expect(error.code == code && error.message == text && error.answer?.httpStatus == 400)
    }

    @Test("each code of the service has one meaning", arguments: RefusalRows.codes)
    func codes(name: ServiceErrorCode, code: UserPoolError.Code) {
        let error = CognitoClientError(.service, "text", serviceCode: name, httpStatus: 400, remedy: .fixInput)
        #expect(UserPoolError(error).code == code)
    }

    @Test("what is not found is a device or a mistake in the configuration")
    func resources() {
        func code(_ text: String) -> UserPoolError.Code {
            UserPoolError(
                CognitoClientError(.service, text, serviceCode: .resourceNotFound, httpStatus: 400, remedy: .fixInput)
            ).code
        }
        #expect(code("Device does not exist.") == .unknownDevice)
        #expect(code("User pool client 1example23456789 does not exist.") == .misconfigured)
    }

    @Test("what no service said is the way's fault, and never the end of a session")
    func transport() {
        let rows: [(TransportError.Code, UserPoolError.Code)] = [
            (.timedOut, .timedOut), (.tooSlow, .timedOut), (.couldNotConnect, .unreachable),
            (.couldNotResolve, .unreachable), (.connectionLost, .unreachable), (.bodyTooLarge, .malformedAnswer),
            (.malformedResponse, .malformedAnswer),
        ]
        for (failure, code) in rows {
            let underlying = TransportError(failure, "text", mayHaveReachedServer: true)
            let error = UserPoolError(
                CognitoClientError(.transport, "text", remedy: .retry, underlying: underlying)
            )
            #expect(error.code == code && error.remedy != .signInAgain)
        }
        for code in [CognitoClientError.Code.deadlineExceeded, .cancelled, .budgetExhausted, .unexpectedStatus] {
            #expect(UserPoolError(CognitoClientError(code, "text", remedy: .wait)).remedy == .wait)
        }
    }
}

/// What the service says, and what it means.
private enum RefusalRows {
    static let notAuthorized: [(String, UserPoolError.Code)] = [
        ("Incorrect username or password.", .invalidCredentials),
        ("Password attempts exceeded", .tooManyAttempts),
        ("User is disabled.", .userDisabled),
        ("Invalid session for the user.", .challengeExpired),
        ("Invalid session for the user, session is expired.", .challengeExpired),
        ("Invalid session for the user, session can only be used once.", .challengeExpired),
        ("Temporary password has expired and must be reset by an administrator.", .temporaryPasswordExpired),
        ("User account has expired, it must be reset by an administrator.", .temporaryPasswordExpired),
        ("Refresh Token has expired", .refreshTokenInvalid),
        ("Refresh Token has been revoked", .refreshTokenInvalid),
        ("Invalid Refresh Token", .refreshTokenInvalid),
        ("Invalid Refresh Token.", .refreshTokenInvalid),
        ("Refresh token rotation is enabled: use GetTokensFromRefreshToken", .misconfigured),
        ("Access Token has expired", .tokenExpired),
        ("Access Token has been revoked", .tokenRevoked),
        ("Access Token does not have required scopes", .scopeMissing),
        ("Invalid Access Token", .tokenInvalid),
        ("Could not verify signature for Access Token", .tokenInvalid),
        ("Cannot modify an already provided email", .attributeNotWritable),
        ("A client attempted to write unauthorized attribute", .attributeNotWritable),
        ("User cannot be confirmed. Current status is CONFIRMED", .wrongUserState),
        ("User password cannot be reset in the current state.", .wrongUserState),
        ("SignUp is not permitted for this user pool", .misconfigured),
        ("Unable to verify secret hash for client 1example23456789", .misconfigured),
        ("SecretHash does not match for the client: 1example23456789", .misconfigured),
        ("Client 1example23456789 is configured with secret but SECRET_HASH was not received", .misconfigured),
        ("Client secret does not match for the client: 1example23456789", .misconfigured),
        ("Something that nobody has seen yet", .invalidCredentials),
        ("", .invalidCredentials),
    ]

    static let codes: [(ServiceErrorCode, UserPoolError.Code)] = [
        (.userNotFound, .userNotFound), (.userNotConfirmed, .userNotConfirmed),
        (.passwordResetRequired, .passwordResetRequired), (.usernameExists, .usernameTaken),
        (.aliasExists, .aliasTaken), (.unsupportedUserState, .wrongUserState), (.codeMismatch, .codeMismatch),
        (.enableSoftwareTokenMFA, .codeMismatch), (.expiredCode, .codeExpired), (.invalidPassword, .passwordPolicy),
        (.passwordHistoryPolicyViolation, .passwordReused), (.limitExceeded, .limitExceeded),
        (.tooManyFailedAttempts, .tooManyAttempts), (.tooManyRequests, .throttled),
        (.refreshTokenReuse, .refreshTokenReused), (.userLambdaValidation, .rejectedByTrigger),
        (.unexpectedLambda, .triggerFailed), (.invalidLambdaResponse, .triggerFailed),
        (.codeDeliveryFailure, .deliveryFailed), (.forbidden, .blockedByFirewall),
        (.featureUnavailableInTier, .featureUnavailable), (.mfaMethodNotFound, .mfaNotEnrolled),
        (.softwareTokenMFANotFound, .mfaNotEnrolled), (.invalidParameter, .invalidParameter),
        (ServiceErrorCode(rawValue: "WebAuthnChallengeNotFoundException"), .passkeyRejected),
        (ServiceErrorCode(rawValue: "InternalErrorException"), .serviceFailed),
        (ServiceErrorCode(rawValue: "NeverHeardOfException"), .serviceFailed),
    ]
}
