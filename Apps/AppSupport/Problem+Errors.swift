import CognitoClient
import CognitoJWT
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
        case .expired: .tokenExpired
        case .revoked: .tokenRevoked
        case .keysUnavailable: .upstreamUnavailable
        case .invalidKeySet: .upstreamError
        case .invalidRules: .misconfigured
        default: .tokenInvalid
        }
    }

    /// Says what the kit could not do.
    private init(_ error: UserPoolError) {
        let answer = error.answer
        let cognito = answer?.serviceCode.map { CognitoAnswer(error: $0.rawValue, requestId: answer?.requestID) }
        let code = Self.byKitCode[error.code] ?? .upstreamError
        let retryAfter = [429, 503].contains(code.status) ? 1 : nil
        self.init(code, error.message, retryAfter: retryAfter, cognito: cognito)
    }

    /// A call below the kit means what it would mean within, but for options that make no sense.
    private init(_ error: CognitoClientError) {
        switch error.code {
        case .unknownOperation, .invalidRegion, .invalidEndpoint: self.init(.usage, error.message)
        default: self.init(UserPoolError(error))
        }
    }

    private static let byKitCode: [UserPoolError.Code: Code] = [
        .malformedPoolID: .usage,
        .malformedAnswer: .upstreamError,
        .malformedToken: .upstreamError,
        .foreignChallenge: .challengeExpired,
        .answerDoesNotFit: .challengeMismatch,
        .noRefreshToken: .signInNeeded,
        .notSignedIn: .signInNeeded,
        .unknownDevice: .deviceNotFound,
        .storeFailed: .inputOutput,
        .cryptography: .internalError,
        .cancelled: .interrupted,
        .invalidCredentials: .invalidCredentials,
        .userNotFound: .userNotFound,
        .userDisabled: .userDisabled,
        .userNotConfirmed: .userNotConfirmed,
        .passwordResetRequired: .passwordResetRequired,
        .temporaryPasswordExpired: .passwordResetRequired,
        .challengeExpired: .challengeExpired,
        .tokenInvalid: .tokenInvalid,
        .tokenExpired: .tokenExpired,
        .tokenRevoked: .tokenRevoked,
        .scopeMissing: .forbidden,
        .refreshTokenInvalid: .refreshTokenInvalid,
        .refreshTokenReused: .refreshTokenReused,
        .codeMismatch: .codeMismatch,
        .codeExpired: .codeExpired,
        .passwordPolicy: .passwordPolicy,
        .passwordReused: .passwordReused,
        .usernameTaken: .usernameTaken,
        .aliasTaken: .aliasTaken,
        .attributeNotWritable: .attributeNotWritable,
        .wrongUserState: .wrongUserState,
        .attributeNotVerified: .attributeNotVerified,
        .mfaNotEnrolled: .mfaNotEnrolled,
        .passkeyRejected: .passkeyRejected,
        .invalidParameter: .invalidParameter,
        .rejectedByTrigger: .rejectedByHook,
        .limitExceeded: .limitExceeded,
        .tooManyAttempts: .tooManyAttempts,
        .throttled: .throttled,
        .deliveryFailed: .deliveryFailed,
        .triggerFailed: .hookFailed,
        .blockedByFirewall: .blockedByWaf,
        .featureUnavailable: .featureUnavailable,
        .unsupported: .unsupported,
        .misconfigured: .misconfigured,
        .unreachable: .upstreamUnavailable,
        .timedOut: .upstreamTimeout,
        .serviceFailed: .upstreamError,
    ]

    private init(_ error: LocalPoolError) {
        switch error.code {
        case .unusableFile, .foreignFile, .newerFile: self.init(.inputOutput, error.message)
        case .invalidConfiguration, .conflictingIdentifier: self.init(.usage, error.message)
        default: self.init(.internalError, error.message)
        }
    }
}
