/// What went wrong, in the words of both apps: the body of an HTTP error (RFC 9457) and the error of a command.
public struct Problem: Error, Hashable, Sendable {
    /// The stable code to branch on.
    public let code: Code
    /// What happened and what to do about it; never a secret.
    public let detail: String
    /// After how many seconds another try makes sense.
    public let retryAfter: Int?
    /// What the service called it, if the service said it.
    public let cognito: CognitoAnswer?
    /// The members of the request that are at fault.
    public let errors: [Fault]

    /// The service's name for an error and its id of the request.
    public struct CognitoAnswer: Hashable, Sendable, Codable {
        /// The service's code, such as `NotAuthorizedException`.
        public let error: String
        /// The service's id of the request.
        public let requestId: String?

        /// Quotes the service.
        public init(error: String, requestId: String?) {
            self.error = error
            self.requestId = requestId
        }
    }

    /// One member of a request that is at fault.
    public struct Fault: Hashable, Sendable, Codable {
        /// Where it stands: a JSON pointer (RFC 6901).
        public let pointer: String
        /// What is wrong with it.
        public let code: String

        /// Names a member and its fault.
        public init(pointer: String, code: String) {
            self.pointer = pointer
            self.code = code
        }
    }

    /// Describes a problem.
    public init(
        _ code: Code,
        _ detail: String,
        retryAfter: Int? = nil,
        cognito: CognitoAnswer? = nil,
        errors: [Fault] = []
    ) {
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
        self.cognito = cognito
        self.errors = errors
    }
}

extension Problem {
    /// A code of the closed list, with the HTTP status and the exit code that belong to it.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code as it is written.
        public let name: String
        /// The HTTP status of the gateway's answer.
        public let status: Int
        /// The exit code of the command line.
        public let exit: ExitStatus
        /// One line that holds for every problem of this code.
        public let title: String

        /// The code as it is written.
        public var description: String { name }

        private init(_ name: String, _ status: Int, _ exit: ExitStatus, _ title: String) {
            self.name = name
            self.status = status
            self.exit = exit
            self.title = title
        }

        // Who are you?
        /// Wrong username or password.
        public static let invalidCredentials = Self("invalidCredentials", 401, .refused, "Wrong username or password")
        /// The token is not valid.
        public static let tokenInvalid = Self("tokenInvalid", 401, .refused, "The token is not valid")
        /// The token has expired.
        public static let tokenExpired = Self("tokenExpired", 401, .refused, "The token has expired")
        /// The token was revoked.
        public static let tokenRevoked = Self("tokenRevoked", 401, .refused, "The token was revoked")
        /// The refresh token is not valid.
        public static let refreshTokenInvalid = Self(
            "refreshTokenInvalid",
            401,
            .refused,
            "The refresh token is not valid"
        )
        /// The refresh token was used before.
        public static let refreshTokenReused = Self(
            "refreshTokenReused",
            401,
            .refused,
            "The refresh token was used before"
        )
        /// The sign-in took too long.
        public static let challengeExpired = Self("challengeExpired", 401, .refused, "The sign-in took too long")
        /// The user is disabled.
        public static let userDisabled = Self("userDisabled", 403, .refused, "The user is disabled")
        /// The sign-up is not confirmed.
        public static let userNotConfirmed = Self("userNotConfirmed", 403, .refused, "The sign-up is not confirmed")
        /// The password must be reset.
        public static let passwordResetRequired = Self(
            "passwordResetRequired",
            403,
            .refused,
            "The password must be reset"
        )
        /// A firewall blocked the request.
        public static let blockedByWaf = Self("blockedByWaf", 403, .refused, "A firewall blocked the request")
        /// The token is valid and does not allow this.
        public static let forbidden = Self("forbidden", 403, .refused, "The token does not allow this")
        /// The key for administration is wrong.
        public static let adminKeyInvalid = Self(
            "adminKeyInvalid",
            401,
            .refused,
            "The key for administration is wrong"
        )
        /// Nobody is signed in.
        public static let signInNeeded = Self("signInNeeded", 401, .refused, "Nobody is signed in")

        // What did you send?
        /// The request cannot be read.
        public static let malformedRequest = Self("malformedRequest", 400, .badInput, "The request cannot be read")
        /// The request has an unknown member.
        public static let unknownMember = Self("unknownMember", 400, .badInput, "The request has an unknown member")
        /// A parameter is not valid.
        public static let invalidParameter = Self("invalidParameter", 422, .badInput, "A parameter is not valid")
        /// The code is wrong.
        public static let codeMismatch = Self("codeMismatch", 422, .badInput, "The code is wrong")
        /// The code has expired.
        public static let codeExpired = Self("codeExpired", 422, .badInput, "The code has expired")
        /// The password is too weak.
        public static let passwordPolicy = Self("passwordPolicy", 422, .badInput, "The password is too weak")
        /// The password was used before.
        public static let passwordReused = Self("passwordReused", 422, .badInput, "The password was used before")
        /// A trigger of the pool refused this.
        public static let rejectedByHook = Self("rejectedByHook", 422, .badInput, "A trigger of the pool refused this")
        /// The answer does not fit the challenge.
        public static let challengeMismatch = Self(
            "challengeMismatch",
            422,
            .badInput,
            "The answer does not fit the challenge"
        )
        /// The username is taken.
        public static let usernameTaken = Self("usernameTaken", 409, .badInput, "The username is taken")
        /// The address or number is taken.
        public static let aliasTaken = Self("aliasTaken", 409, .badInput, "The address or number is taken")
        /// The attribute cannot be written.
        public static let attributeNotWritable = Self(
            "attributeNotWritable",
            422,
            .badInput,
            "The attribute cannot be written"
        )
        /// The address or number is not confirmed.
        public static let attributeNotVerified = Self(
            "attributeNotVerified",
            409,
            .badInput,
            "The address or number is missing or not confirmed"
        )
        /// The second factor is not set up.
        public static let mfaNotEnrolled = Self("mfaNotEnrolled", 409, .badInput, "The second factor is not set up")
        /// The passkey was refused.
        public static let passkeyRejected = Self("passkeyRejected", 422, .badInput, "The passkey was refused")
        /// There is no such device.
        public static let deviceNotFound = Self("deviceNotFound", 404, .badInput, "There is no such device")
        /// The user's state does not allow this.
        public static let wrongUserState = Self(
            "wrongUserState",
            409,
            .badInput,
            "The user's state does not allow this"
        )
        /// There is no such user.
        public static let userNotFound = Self("userNotFound", 404, .badInput, "There is no such user")
        /// There is nothing here.
        public static let notFound = Self("notFound", 404, .usage, "There is nothing here")
        /// Not with this method.
        public static let methodNotAllowed = Self("methodNotAllowed", 405, .usage, "Not with this method")
        /// The body is of another type.
        public static let unsupportedMediaType = Self(
            "unsupportedMediaType",
            415,
            .badInput,
            "The body is of another type"
        )
        /// The request came too slowly.
        public static let requestTimeout = Self("requestTimeout", 408, .tryLater, "The request came too slowly")
        /// The address is too long.
        public static let targetTooLong = Self("targetTooLong", 414, .badInput, "The address is too long")
        /// The header fields are too large.
        public static let headersTooLarge = Self("headersTooLarge", 431, .badInput, "The header fields are too large")
        /// The request is too large.
        public static let payloadTooLarge = Self("payloadTooLarge", 413, .badInput, "The request is too large")
        /// The command was not understood.
        public static let usage = Self("usage", 400, .usage, "The command was not understood")

        // Not now
        /// Too many attempts.
        public static let limitExceeded = Self("limitExceeded", 429, .tryLater, "Too many attempts")
        /// Too many failed attempts.
        public static let tooManyAttempts = Self("tooManyAttempts", 429, .tryLater, "Too many failed attempts")
        /// Too many requests.
        public static let throttled = Self("throttled", 429, .tryLater, "Too many requests")
        /// Nobody was sent a code yet that has not been asked for.
        public static let codeAwaited = Self("codeAwaited", 404, .tryLater, "No code came in time")

        // Not your fault
        /// The service cannot be reached.
        public static let upstreamUnavailable = Self(
            "upstreamUnavailable",
            503,
            .unavailable,
            "The service cannot be reached"
        )
        /// The service took too long.
        public static let upstreamTimeout = Self("upstreamTimeout", 504, .unavailable, "The service took too long")
        /// The service failed.
        public static let upstreamError = Self("upstreamError", 502, .unavailable, "The service failed")
        /// The message could not be sent.
        public static let deliveryFailed = Self("deliveryFailed", 502, .unavailable, "The message could not be sent")
        /// A trigger of the pool failed.
        public static let hookFailed = Self("hookFailed", 502, .unavailable, "A trigger of the pool failed")
        /// The pool does not offer this.
        public static let featureUnavailable = Self(
            "featureUnavailable",
            501,
            .unavailable,
            "The pool does not offer this"
        )
        /// The app client was not set up for this.
        public static let unsupported = Self("unsupported", 501, .unavailable, "The app client was not set up for this")
        /// The configuration is wrong.
        public static let misconfigured = Self("misconfigured", 500, .configuration, "The configuration is wrong")
        /// A file cannot be read or written.
        public static let inputOutput = Self("inputOutput", 500, .inputOutput, "A file cannot be read or written")
        /// Somebody else listens on the port.
        public static let portTaken = Self("portTaken", 500, .inputOutput, "The port is taken")
        /// Interrupted.
        public static let interrupted = Self("interrupted", 503, .interrupted, "Interrupted")
        /// Something went wrong.
        public static let internalError = Self("internalError", 500, .other, "Something went wrong")
    }
}

/// The exit codes of the command line, those of `sysexits.h` where it has one.
public enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Success.
    case success = 0
    /// Any other failure.
    case other = 1
    /// Done in part.
    case partial = 2
    /// The command was not understood (`EX_USAGE`).
    case usage = 64
    /// Bad input (`EX_DATAERR`).
    case badInput = 65
    /// The service is unavailable (`EX_UNAVAILABLE`).
    case unavailable = 69
    /// A file cannot be read or written (`EX_IOERR`).
    case inputOutput = 74
    /// A limit was reached, or something has not come yet (`EX_TEMPFAIL`).
    case tryLater = 75
    /// Sign-in is needed or was refused (`EX_NOPERM`).
    case refused = 77
    /// The configuration is wrong (`EX_CONFIG`).
    case configuration = 78
    /// Interrupted: 128 and the number of SIGINT.
    case interrupted = 130

    /// What the code means, in a line.
    public var meaning: String {
        switch self {
        case .success: "success"
        case .other: "any other failure"
        case .partial: "done in part"
        case .usage: "the command was not understood: a wrong option, a malformed pool id"
        case .badInput:
            "bad input: a wrong code, a weak password, a name that is taken, malformed JSON, text that is no token"
        case .unavailable:
            "the service or its keys are unreachable, it failed, its certificate is bad, or its answer makes no sense"
        case .inputOutput: "a file cannot be read or written"
        case .tryLater: "a limit was reached, or no code came in time; try later"
        case .refused: "sign-in is needed or was refused, or a token was"
        case .configuration: "the configuration is wrong or incomplete"
        case .interrupted: "interrupted"
        }
    }
}
