public import CognitoClient

/// Why a call of this room did not do what it was asked to; the one error that the room throws.
///
/// Whatever the service said is kept in ``answer``. Branch on ``code``, or do what ``remedy`` says.
public struct UserPoolError: Error, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What a person needs to act on it, on one line; never a secret, a code or a token.
    public let message: String
    /// What to do about it.
    ///
    /// Only `signInAgain` means that a session is over.
    public let remedy: Remedy
    /// What the service or the way to it said: its code, text, HTTP status and request id; `nil` for a failure of this
    /// room's own.
    public let answer: CognitoClientError?

    /// Makes a failure of this room's own; for doubles in tests and for stores of sessions.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
        remedy = code.remedy
        answer = nil
    }

    /// Sorts what the client of the service reports.
    public init(_ error: CognitoClientError) {
        code = Code(error)
        message = error.message
        remedy = error.remedy
        answer = error
    }
}

extension UserPoolError: CustomStringConvertible {
    /// The message; with operation and request id where the service was asked.
    public var description: String { answer?.description ?? message }
}

extension UserPoolError {
    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// The name of the code, as it is spelled below.
        public var description: String { name }

        /// What to do about a failure that nobody else named.
        var remedy: Remedy {
            switch self {
            case .answerDoesNotFit, .codeMismatch, .invalidParameter, .malformedPoolID, .passkeyRejected: .fixInput
            case .foreignChallenge, .malformedToken, .noRefreshToken, .notSignedIn, .unknownDevice: .signInAgain
            default: .giveUp
            }
        }

        // MARK: Of this room

        /// A user pool id is not of the form `region_name`, or longer than 55 characters.
        public static let malformedPoolID = Self(name: "malformedPoolID")
        /// The service's answer lacks what the protocol promises, such as a parameter of a challenge, or holds numbers
        /// that an SRP exchange refuses.
        public static let malformedAnswer = Self(name: "malformedAnswer")
        /// The tokens cannot be read.
        public static let malformedToken = Self(name: "malformedToken")
        /// The state of a challenge was written by another version, or belongs to another app client.
        public static let foreignChallenge = Self(name: "foreignChallenge")
        /// The answer is not one that the challenge asks for.
        public static let answerDoesNotFit = Self(name: "answerDoesNotFit")
        /// There is no refresh token to refresh with.
        public static let noRefreshToken = Self(name: "noRefreshToken")
        /// Nobody is signed in under that name.
        public static let notSignedIn = Self(name: "notSignedIn")
        /// The device is not one that can be signed in with: its group or its password is not known.
        public static let unknownDevice = Self(name: "unknownDevice")
        /// A store of sessions cannot be read or written.
        public static let storeFailed = Self(name: "storeFailed")
        /// No randomness, or a key that cannot be used.
        public static let cryptography = Self(name: "cryptography")
        /// The task was cancelled.
        public static let cancelled = Self(name: "cancelled")

        // MARK: Who is this

        /// User and password do not fit, or there is no such user and the pool does not say so.
        public static let invalidCredentials = Self(name: "invalidCredentials")
        /// There is no such user.
        public static let userNotFound = Self(name: "userNotFound")
        /// The user is disabled.
        public static let userDisabled = Self(name: "userDisabled")
        /// The sign-up is not confirmed.
        public static let userNotConfirmed = Self(name: "userNotConfirmed")
        /// A new password must be set with a code first.
        public static let passwordResetRequired = Self(name: "passwordResetRequired")
        /// The temporary password has expired; only an administrator can set another one.
        public static let temporaryPasswordExpired = Self(name: "temporaryPasswordExpired")
        /// The session of a sign-in was used, has expired, or belongs to another one: begin again.
        public static let challengeExpired = Self(name: "challengeExpired")
        /// The access token is none, or not one for this.
        public static let tokenInvalid = Self(name: "tokenInvalid")
        /// The access token has expired.
        public static let tokenExpired = Self(name: "tokenExpired")
        /// The access token was revoked.
        public static let tokenRevoked = Self(name: "tokenRevoked")
        /// The access token lacks the scope `aws.cognito.signin.user.admin`.
        public static let scopeMissing = Self(name: "scopeMissing")
        /// The refresh token has expired, was revoked, or is none.
        public static let refreshTokenInvalid = Self(name: "refreshTokenInvalid")
        /// The refresh token was exchanged before, and its grace is over.
        public static let refreshTokenReused = Self(name: "refreshTokenReused")

        // MARK: What was sent

        /// The code is wrong.
        public static let codeMismatch = Self(name: "codeMismatch")
        /// The code has expired, or there is none.
        public static let codeExpired = Self(name: "codeExpired")
        /// The password breaks the pool's policy.
        public static let passwordPolicy = Self(name: "passwordPolicy")
        /// The password was used before.
        public static let passwordReused = Self(name: "passwordReused")
        /// The username is taken.
        public static let usernameTaken = Self(name: "usernameTaken")
        /// The e-mail address or phone number is somebody else's.
        public static let aliasTaken = Self(name: "aliasTaken")
        /// The app client may not write the attribute, or it is set already and cannot change.
        public static let attributeNotWritable = Self(name: "attributeNotWritable")
        /// The user's state does not allow this.
        public static let wrongUserState = Self(name: "wrongUserState")
        /// The user has no confirmed address or number that the second factor could use.
        public static let attributeNotVerified = Self(name: "attributeNotVerified")
        /// The second factor is not set up.
        public static let mfaNotEnrolled = Self(name: "mfaNotEnrolled")
        /// The passkey, or what it says, was refused.
        public static let passkeyRejected = Self(name: "passkeyRejected")
        /// A parameter is not valid.
        public static let invalidParameter = Self(name: "invalidParameter")
        /// A trigger of the pool refused this.
        public static let rejectedByTrigger = Self(name: "rejectedByTrigger")

        // MARK: Not now

        /// A user's own limit is reached, such as that of codes.
        public static let limitExceeded = Self(name: "limitExceeded")
        /// Too many wrong passwords or codes: the user is locked out for some time.
        public static let tooManyAttempts = Self(name: "tooManyAttempts")
        /// Too many requests, by the service's count or by this client's budget.
        public static let throttled = Self(name: "throttled")

        // MARK: Nobody's fault here

        /// The message with the code could not be sent.
        public static let deliveryFailed = Self(name: "deliveryFailed")
        /// A trigger of the pool failed.
        public static let triggerFailed = Self(name: "triggerFailed")
        /// A firewall in front of the pool refused the request.
        public static let blockedByFirewall = Self(name: "blockedByFirewall")
        /// The pool's feature plan does not have this.
        public static let featureUnavailable = Self(name: "featureUnavailable")
        /// The app client was not set up for this, such as to revoke tokens.
        public static let unsupported = Self(name: "unsupported")
        /// The pool, the app client or its secret is not right, or does not allow this.
        public static let misconfigured = Self(name: "misconfigured")
        /// The service cannot be reached.
        public static let unreachable = Self(name: "unreachable")
        /// The service did not answer in time.
        public static let timedOut = Self(name: "timedOut")
        /// The service failed, or said something that has no code of its own here.
        public static let serviceFailed = Self(name: "serviceFailed")
    }
}
