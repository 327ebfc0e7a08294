/// A failure of a cryptographic operation.
public struct CryptoError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code

    /// What a person needs to act on it; never a key, a plaintext or a signature.
    public let message: String

    /// Makes an error; for sources of randomness that are not ours.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// A key that is damaged, too short, too long or of another kind.
        public static let invalidKey = Self(name: "invalidKey")
        /// A nonce that does not have the one length that the algorithm takes.
        public static let invalidNonce = Self(name: "invalidNonce")
        /// A length or a cost outside of what is allowed.
        public static let invalidParameter = Self(name: "invalidParameter")
        /// Data that was changed, or sealed with another key, nonce or associated data.
        public static let authenticationFailed = Self(name: "authenticationFailed")
        /// The source of randomness gave nothing; there is no second choice.
        public static let randomnessUnavailable = Self(name: "randomnessUnavailable")
        /// The C library refused, out of memory or for a reason of its own.
        public static let libraryFailure = Self(name: "libraryFailure")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}
