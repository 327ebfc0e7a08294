/// Why an e-mail did not leave.
public struct CurlMailError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What a person needs to act on it; never a password, a text or a receiver.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// The address, the user name or the file of authorities cannot be used.
        public static let invalidConfiguration = Self(name: "invalidConfiguration")
        /// A part of the e-mail has characters that no header may have, or an address is none.
        public static let invalidMail = Self(name: "invalidMail")
        /// The server has no address, or takes no connection.
        public static let unreachable = Self(name: "unreachable")
        /// There is no TLS with the server, or its certificate is not good.
        public static let tlsFailure = Self(name: "tlsFailure")
        /// The server takes neither name nor password.
        public static let loginRefused = Self(name: "loginRefused")
        /// The server takes the sender, the receiver or the text not.
        public static let refused = Self(name: "refused")
        /// It took too long.
        public static let timedOut = Self(name: "timedOut")
        /// The connection broke.
        public static let connectionLost = Self(name: "connectionLost")
        /// Too many e-mails are under way, or there is no memory or thread for another.
        public static let outOfResources = Self(name: "outOfResources")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}

extension CurlMailError: CustomStringConvertible {
    /// Code and message.
    public var description: String { "\(code): \(message)" }
}
