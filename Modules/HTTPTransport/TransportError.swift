/// A request that brought no response.
public struct TransportError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What a person needs to act on it; never a body, a header value or a path.
    public let message: String
    /// Whether the far end may have received some or all of the request.
    ///
    /// `false` is a promise: not one byte of the request has left, so that sending it again cannot do its work twice.
    public let mayHaveReachedServer: Bool

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: What happened.
    ///   - message: What a person needs to act on it.
    ///   - mayHaveReachedServer: Whether some of the request may have left; in doubt `true`.
    public init(_ code: Code, _ message: String, mayHaveReachedServer: Bool) {
        (self.code, self.message, self.mayHaveReachedServer) = (code, message, mayHaveReachedServer)
    }
}

extension TransportError: CustomStringConvertible {
    /// The code and the message.
    public var description: String { "\(code): \(message)" }
}

extension TransportError {
    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The name of the code, as it is written in Swift; for logs and metrics.
        public let description: String

        private init(_ name: String) { description = name }

        /// The request is one that must not be sent: a bad URL, header field or body.
        public static let invalidRequest = Self("invalidRequest")
        /// The URL is plain `http:` to a host that is not this machine.
        public static let insecureEndpoint = Self("insecureEndpoint")
        /// The name of the host has no address.
        public static let couldNotResolve = Self("couldNotResolve")
        /// No connection came about: refused, unreachable, or the proxy said no.
        public static let couldNotConnect = Self("couldNotConnect")
        /// The handshake failed for a reason that has no code of its own.
        public static let tlsFailure = Self("tlsFailure")
        /// The server offers no version of TLS from 1.2 on.
        public static let tlsVersionRefused = Self("tlsVersionRefused")
        /// The server's certificate, or one above it, has expired.
        public static let certificateExpired = Self("certificateExpired")
        /// The server's certificate, or one above it, is not valid yet.
        public static let certificateNotYetValid = Self("certificateNotYetValid")
        /// The server's certificate is for another name.
        public static let certificateHostMismatch = Self("certificateHostMismatch")
        /// The server's certificate comes from nobody this machine trusts, itself perhaps.
        public static let certificateUntrusted = Self("certificateUntrusted")
        /// The server's certificate is unusable for another reason: revoked, of the wrong kind, badly signed.
        public static let certificateInvalid = Self("certificateInvalid")
        /// A deadline of the request has passed.
        public static let timedOut = Self("timedOut")
        /// The connection carried fewer bytes than the limits ask for.
        public static let tooSlow = Self("tooSlow")
        /// The body is longer than the limits allow, counted after decompression.
        public static let bodyTooLarge = Self("bodyTooLarge")
        /// The header section is longer than the limits allow.
        public static let headersTooLarge = Self("headersTooLarge")
        /// The response is a redirect, which is never followed.
        public static let redirectRefused = Self("redirectRefused")
        /// What came back is not HTTP, or not HTTP as it should be.
        public static let malformedResponse = Self("malformedResponse")
        /// The connection broke before the response was complete.
        public static let connectionLost = Self("connectionLost")
        /// The calling task was cancelled.
        public static let cancelled = Self("cancelled")
        /// The transport was shut down before the response was complete.
        public static let shutDown = Self("shutDown")
        /// This machine lacks the memory, threads or descriptors.
        public static let outOfResources = Self("outOfResources")
        /// The transport's own settings cannot be used.
        public static let invalidConfiguration = Self("invalidConfiguration")

        /// Whether no secure connection came about; sending the request again will not help.
        public var isTLSFailure: Bool {
            let codes: Set<Self> = [
                .tlsFailure, .tlsVersionRefused, .certificateExpired, .certificateNotYetValid,
                .certificateHostMismatch, .certificateUntrusted, .certificateInvalid,
            ]
            return codes.contains(self)
        }
    }
}
