public import CognitoWire
public import HTTPTransport

/// A call that gave no answer, or an answer that is an error.
///
/// Whatever the service said is kept: its code, its message, the HTTP status and the request id. ``remedy`` says what to
/// do about it, so that a caller need not know every code.
public struct CognitoClientError: Error, Sendable {
    /// What happened; the part to branch on together with ``serviceCode``.
    public let code: Code

    /// The service's own code, such as `NotAuthorizedException`; `nil` if no service answered.
    public let serviceCode: ServiceErrorCode?

    /// What a person needs to act on it: at most 1024 characters on one line, and never a secret, a token or a password.
    public let message: String

    /// The HTTP status of the answer; `nil` if there was none.
    public let httpStatus: Int?

    /// The service's id of the request, for its support; `nil` if the answer had none.
    public let requestID: String?

    /// The operation that was called; `nil` if it did not come so far.
    public let operation: String?

    /// What to do about it.
    public let remedy: Remedy

    /// The transport's failure, where there is one.
    public let underlying: TransportError?

    /// Makes an error; for doubles in tests and for credential sources.
    ///
    /// The message is cut to 1024 characters, and characters that would break a line are replaced.
    public init(
        _ code: Code,
        _ message: String,
        serviceCode: ServiceErrorCode? = nil,
        httpStatus: Int? = nil,
        requestID: String? = nil,
        operation: String? = nil,
        remedy: Remedy,
        underlying: TransportError? = nil
    ) {
        self.code = code
        self.serviceCode = serviceCode
        self.message = OneLine.bounded(message, to: 1024)
        self.httpStatus = httpStatus
        self.requestID = requestID
        self.operation = operation
        self.remedy = remedy
        self.underlying = underlying
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// The service answered with an error; ``CognitoClientError/serviceCode`` says which.
        public static let service = Self(name: "service")
        /// An answer with an HTTP status that is no success, without a service's code: from a proxy, as a rule.
        public static let unexpectedStatus = Self(name: "unexpectedStatus")
        /// A successful answer that is not the JSON that the operation answers with.
        public static let malformedAnswer = Self(name: "malformedAnswer")
        /// The request did not reach the service, or its answer did not come back.
        public static let transport = Self(name: "transport")
        /// The time for all attempts is over.
        public static let deadlineExceeded = Self(name: "deadlineExceeded")
        /// The task was cancelled while the call waited.
        public static let cancelled = Self(name: "cancelled")
        /// The client's own budget has no room within the call's time.
        public static let budgetExhausted = Self(name: "budgetExhausted")
        /// A request that breaks the model's constraints, or that has no JSON form.
        public static let invalidRequest = Self(name: "invalidRequest")
        /// An operation that the model does not have.
        public static let unknownOperation = Self(name: "unknownOperation")
        /// A text that is no region, or an id that names none.
        public static let invalidRegion = Self(name: "invalidRegion")
        /// An address that cannot be called, or a combination of options that has no address.
        public static let invalidEndpoint = Self(name: "invalidEndpoint")
        /// An operation that must be signed, and no credentials to sign it with.
        public static let missingCredentials = Self(name: "missingCredentials")
        /// Credentials that are incomplete or cannot be part of a request.
        public static let invalidCredentials = Self(name: "invalidCredentials")
        /// The request could not be signed.
        public static let signingFailed = Self(name: "signingFailed")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}

extension CognitoClientError: CustomStringConvertible {
    /// Operation, code, message and request id on one line.
    public var description: String {
        var text = operation.map { "\($0): " } ?? ""
        text += serviceCode?.rawValue ?? code.description
        text += ": \(message)"
        if let requestID { text += " (request \(requestID))" }
        return text
    }
}
