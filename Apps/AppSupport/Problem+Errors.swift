import CognitoClient
import CognitoJWT
import CognitoSRP
import CognitoWire
import HTTPTransport
import LocalPool
import LocalPoolServer
import UserPoolKit

extension Problem {
    /// Says what any error of the kits and the rooms below them is; the one table of both apps.
    public init(describing error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as CognitoClientError: self.init(error)
        case let error as UserPoolError: self.init(error)
        case let error as SRPError:
            self.init(.upstreamError, "the service's numbers make no sense: \(error.message)")
        case let error as JWTError: self.init(Self.code(of: error), error.message)
        case let error as TransportError: self.init(.misconfigured, error.message)
        case let error as LocalPoolError: self.init(error)
        case let error as LocalPoolServerError:
            self.init(error.code == .unusableAddress ? .inputOutput : .usage, error.message)
        case is CancellationError: self.init(.interrupted, "interrupted")
        default: self.init(.internalError, "\(error)")
        }
    }

    /// A token that was refused, or what verifying it needs and has not.
    private static func code(of error: JWTError) -> Code {
        switch error.code {
        case .revoked: .tokenRevoked
        case .keysUnavailable: .upstreamUnavailable
        case .invalidKeySet: .upstreamError
        case .invalidRules: .misconfigured
        default: .tokenInvalid
        }
    }

    private init(_ error: UserPoolError) {
        switch error.code {
        case .malformedPoolID: self.init(.usage, error.message)
        case .answerDoesNotFit: self.init(.challengeMismatch, error.message)
        case .foreignChallenge: self.init(.challengeExpired, error.message)
        case .noRefreshToken: self.init(.signInNeeded, error.message)
        default: self.init(.upstreamError, error.message)
        }
    }

    private init(_ error: LocalPoolError) {
        switch error.code {
        case .unusableFile, .foreignFile, .newerFile: self.init(.inputOutput, error.message)
        case .invalidConfiguration, .conflictingIdentifier: self.init(.usage, error.message)
        default: self.init(.internalError, error.message)
        }
    }

    private init(_ error: CognitoClientError) {
        let answer = error.serviceCode.map { CognitoAnswer(error: $0.rawValue, requestId: error.requestID) }
        let code = error.serviceCode.map { Self.code(of: error, as: $0) } ?? Self.code(of: error)
        let retryAfter = [429, 503].contains(code.status) ? 1 : nil
        self.init(code, error.message, retryAfter: retryAfter, cognito: answer)
    }

    /// Failures that the service did not name.
    private static func code(of error: CognitoClientError) -> Code {
        switch error.code {
        case .transport: error.underlying.map { code(of: $0) } ?? .upstreamUnavailable
        case .deadlineExceeded: .upstreamTimeout
        case .cancelled: .interrupted
        case .budgetExhausted: .throttled
        case .invalidRequest: .invalidParameter
        case .unknownOperation, .invalidRegion, .invalidEndpoint: .usage
        case .missingCredentials, .invalidCredentials, .signingFailed: .misconfigured
        case .unexpectedStatus where error.httpStatus == 429: .throttled
        default: .upstreamError
        }
    }

    /// Failures on the way: no answer in time, an answer that cannot be taken, or no answer at all.
    private static func code(of error: TransportError) -> Code {
        switch error.code {
        case .timedOut, .tooSlow: .upstreamTimeout
        case .bodyTooLarge, .headersTooLarge, .malformedResponse, .redirectRefused: .upstreamError
        default: .upstreamUnavailable
        }
    }

    /// Failures that the service named; where one name stands for several things, only its text tells them apart.
    private static func code(of error: CognitoClientError, as name: ServiceErrorCode) -> Code {
        switch name {
        case .notAuthorized: refusal(error)
        case .userNotFound: .userNotFound
        case .userNotConfirmed: .userNotConfirmed
        case .passwordResetRequired: .passwordResetRequired
        case .usernameExists: .usernameTaken
        case .aliasExists: .aliasTaken
        case .unsupportedUserState: .wrongUserState
        case .codeMismatch, .enableSoftwareTokenMFA: .codeMismatch
        case .expiredCode: .codeExpired
        case .invalidPassword: .passwordPolicy
        case .passwordHistoryPolicyViolation: .passwordReused
        case .invalidParameter: .invalidParameter
        case .limitExceeded: .limitExceeded
        case .tooManyFailedAttempts: .tooManyAttempts
        case .tooManyRequests: .throttled
        case .refreshTokenReuse: .refreshTokenReused
        case .userLambdaValidation: .rejectedByHook
        case .unexpectedLambda, .invalidLambdaResponse: .hookFailed
        case .codeDeliveryFailure: .deliveryFailed
        case .forbidden: .blockedByWaf
        case .featureUnavailableInTier: .featureUnavailable
        case .resourceNotFound: .misconfigured
        default: error.httpStatus == 429 || error.remedy == .wait ? .throttled : .upstreamError
        }
    }

    private static func refusal(_ error: CognitoClientError) -> Code {
        let text = error.message.lowercased()
        if text.contains("attempts exceeded") { return .tooManyAttempts }
        if text.contains("disabled") { return .userDisabled }
        if text.contains("cannot be confirmed") { return .wrongUserState }
        if text.contains("session") { return .challengeExpired }
        if text.contains("refresh token") { return .refreshTokenInvalid }
        if text.contains("revoked") { return .tokenRevoked }
        if text.contains("token") { return .tokenInvalid }
        return .invalidCredentials
    }
}
