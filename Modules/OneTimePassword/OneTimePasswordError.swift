/// A failure to make or read a secret, a one-time password or an otpauth URI.
public struct OneTimePasswordError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code

    /// What a person needs to act on it; never a secret, a code or an account.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// A secret that is not base32, too short or too long.
        public static let invalidSecret = Self(name: "invalidSecret")
        /// A period outside of ``TOTP/periods``.
        public static let invalidPeriod = Self(name: "invalidPeriod")
        /// A moment before 1970, which lies in no time step (RFC 6238 §4.2).
        public static let timeOutOfRange = Self(name: "timeOutOfRange")
        /// An issuer or an account that no otpauth URI can hold.
        public static let invalidLabel = Self(name: "invalidLabel")
        /// Text that is not an otpauth URI, or one whose parts contradict one another.
        public static let malformedURI = Self(name: "malformedURI")
        /// An otpauth URI for something else than what a user pool checks: HOTP, another hash function, other lengths.
        public static let unsupportedURI = Self(name: "unsupportedURI")
        /// The source of randomness gave nothing; nothing may go on without it.
        public static let noRandomness = Self(name: "noRandomness")
        /// The cryptographic library failed, out of memory as a rule.
        public static let computationFailed = Self(name: "computationFailed")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}
