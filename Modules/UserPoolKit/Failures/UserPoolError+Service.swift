internal import CognitoClient
internal import CognitoWire
internal import HTTPTransport

extension UserPoolError.Code {
    /// What an error of the client comes to.
    init(_ error: CognitoClientError) {
        if let name = error.serviceCode {
            self = Self.byServiceCode[name] ?? Self.byText(error.message, of: name, error)
        } else {
            self = Self.withoutService(error)
        }
    }

    /// Codes of the service that stand for one thing.
    private static let byServiceCode: [ServiceErrorCode: Self] = [
        .userNotFound: .userNotFound,
        .userNotConfirmed: .userNotConfirmed,
        .passwordResetRequired: .passwordResetRequired,
        .usernameExists: .usernameTaken,
        .aliasExists: .aliasTaken,
        .unsupportedUserState: .wrongUserState,
        .codeMismatch: .codeMismatch,
        .enableSoftwareTokenMFA: .codeMismatch,
        .expiredCode: .codeExpired,
        .invalidPassword: .passwordPolicy,
        .passwordHistoryPolicyViolation: .passwordReused,
        .limitExceeded: .limitExceeded,
        .tooManyFailedAttempts: .tooManyAttempts,
        .tooManyRequests: .throttled,
        .refreshTokenReuse: .refreshTokenReused,
        .userLambdaValidation: .rejectedByTrigger,
        .unexpectedLambda: .triggerFailed,
        .invalidLambdaResponse: .triggerFailed,
        .codeDeliveryFailure: .deliveryFailed,
        .forbidden: .blockedByFirewall,
        .featureUnavailableInTier: .featureUnavailable,
        .mfaMethodNotFound: .mfaNotEnrolled,
        .softwareTokenMFANotFound: .mfaNotEnrolled,
        .unsupportedOperation: .unsupported,
        .unsupportedTokenType: .refreshTokenInvalid,
    ]

    /// Codes of the service that stand for several things: only the text tells them apart.
    private static func byText(_ text: String, of name: ServiceErrorCode, _ error: CognitoClientError) -> Self {
        switch name {
        case .notAuthorized: notAuthorized(text)
        case .resourceNotFound: text.hasPrefix("Device") ? .unknownDevice : .misconfigured
        case .invalidParameter: invalidParameter(text)
        case _ where name.rawValue.hasPrefix("WebAuthn"): .passkeyRejected
        default: error.httpStatus == 429 || error.remedy == .wait ? .throttled : .serviceFailed
        }
    }

    /// The meanings of `NotAuthorizedException`, which the service uses for nearly every refusal.
    ///
    /// The first row whose words are all in the text counts; a text without a row is a refused sign-in, which is what the
    /// code says by itself. The texts are those that the service sends.
    static func notAuthorized(_ text: String) -> Self {
        let text = text.lowercased()
        return notAuthorizedTexts.first { row in row.words.allSatisfy(text.contains) }?.code ?? .invalidCredentials
    }

    /// The meanings of `InvalidParameterException` that have a code of their own.
    private static func invalidParameter(_ text: String) -> Self {
        let text = text.lowercased()
        return invalidParameterTexts.first { row in row.words.allSatisfy(text.contains) }?.code ?? .invalidParameter
    }

    private static let invalidParameterTexts: [(words: [String], code: Self)] = [
        // "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA", "User has not verified software token mfa"
        (["delivery config", "software_token_mfa"], .mfaNotEnrolled),
        (["not verified", "software token"], .mfaNotEnrolled),
        // "User does not have delivery config set to turn on SMS_MFA"
        (["delivery config"], .attributeNotVerified),
    ]

    private static let notAuthorizedTexts: [(words: [String], code: Self)] = [
        // "Password attempts exceeded"
        (["attempts exceeded"], .tooManyAttempts),
        // "User is disabled."
        (["user is disabled"], .userDisabled),
        // "Invalid session for the user.", "… session is expired.", "… session can only be used once."
        (["invalid session"], .challengeExpired),
        // "Temporary password has expired and must be reset by an administrator.", "User account has expired, it must be …"
        (["expired", "reset by an administrator"], .temporaryPasswordExpired),
        // "Refresh token rotation is enabled": the older flow is refused for this app client.
        (["refresh token rotation"], .misconfigured),
        // "Refresh Token has expired", "Refresh Token has been revoked", "Invalid Refresh Token"
        (["refresh token"], .refreshTokenInvalid),
        // "Access Token has expired"
        (["access token", "expired"], .tokenExpired),
        // "Access Token has been revoked"
        (["access token", "revoked"], .tokenRevoked),
        // "Access Token does not have required scopes"
        (["access token", "scopes"], .scopeMissing),
        // "Invalid Access Token", "Could not verify signature for Access Token"
        (["access token"], .tokenInvalid),
        // "Cannot modify an already provided email"
        (["cannot modify"], .attributeNotWritable),
        // "A client attempted to write unauthorized attribute"
        (["unauthorized attribute"], .attributeNotWritable),
        // "User cannot be confirmed. Current status is CONFIRMED"
        (["cannot be confirmed"], .wrongUserState),
        // "User password cannot be reset in the current state."
        (["cannot be reset"], .wrongUserState),
        // "SignUp is not permitted for this user pool"
        (["not permitted"], .misconfigured),
        // "Unable to verify secret hash for client …", "SecretHash does not match for the client: …"
        (["secret hash"], .misconfigured),
        (["secrethash"], .misconfigured),
        // "Client … is configured with secret but SECRET_HASH was not received"
        (["secret_hash"], .misconfigured),
        // "Client secret does not match for the client: …", "Client … is configured for secret but secret was not received"
        (["client", "secret"], .misconfigured),
    ]

    /// Failures that no service named.
    private static func withoutService(_ error: CognitoClientError) -> Self {
        switch error.code {
        case .transport: error.underlying.map(transport) ?? .unreachable
        case .deadlineExceeded: .timedOut
        case .cancelled: .cancelled
        case .budgetExhausted: .throttled
        case .invalidRequest: .invalidParameter
        case .malformedAnswer: .malformedAnswer
        case .unexpectedStatus where error.httpStatus == 429: .throttled
        case .unexpectedStatus: .serviceFailed
        default: .misconfigured
        }
    }

    private static func transport(_ error: TransportError) -> Self {
        switch error.code {
        case .timedOut, .tooSlow: .timedOut
        case .bodyTooLarge, .headersTooLarge, .malformedResponse, .redirectRefused: .malformedAnswer
        default: .unreachable
        }
    }
}
