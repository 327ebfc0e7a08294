public import CryptoPrimitives

/// A failure to make, read or use a signing key.
public struct JWTSigningError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code

    /// What a person needs to act on it; never a key or a token.
    public let message: String

    /// The cryptographic failure underneath, where there is one.
    public let underlying: CryptoError?

    package init(_ code: Code, _ message: String, underlying: CryptoError? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// A key that cannot be read, is too weak, or could not be made.
        public static let invalidKey = Self(name: "invalidKey")
        /// The library could not sign.
        public static let signingFailed = Self(name: "signingFailed")
        /// Two keys of one set have the same id.
        public static let duplicateKeyID = Self(name: "duplicateKeyID")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}
