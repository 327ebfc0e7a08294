/// A failure to start the server.
public struct LocalPoolServerError: Error, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What a person needs to act on it.
    public let message: String
    /// What the system said, if it said something.
    public let underlying: (any Error)?

    package init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// The address can be reached from other machines, and the options do not allow for that.
        public static let exposedAddress = Self(name: "exposedAddress")
        /// The address is not one of this machine, or its port is taken or forbidden.
        public static let unusableAddress = Self(name: "unusableAddress")
        /// The server was started before; a stopped server is not started again.
        public static let alreadyStarted = Self(name: "alreadyStarted")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}

extension LocalPoolServerError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
