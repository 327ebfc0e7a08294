/// A failure of the local pool itself: of its file, its configuration or its cryptography.
///
/// What the pool answers to a request, a refusal included, is no such failure: it is a ``LocalPoolResponse`` with the
/// service's own error.
public struct LocalPoolError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What a person needs to act on it; never a password, a code or a key.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// An id, an address or a code of the configuration has a form that no client would accept.
        public static let invalidConfiguration = Self(name: "invalidConfiguration")
        /// The data file holds other ids than the configuration asks for.
        public static let conflictingIdentifier = Self(name: "conflictingIdentifier")
        /// The data file or its folder cannot be made, opened, read or written.
        public static let unusableFile = Self(name: "unusableFile")
        /// The data file is no database, or the database of another program.
        public static let foreignFile = Self(name: "foreignFile")
        /// The data file was written by a newer version, whose tables this one does not know.
        public static let newerFile = Self(name: "newerFile")
        /// A seed cannot be read, or says what the pool does not take; the message says where.
        public static let invalidSeed = Self(name: "invalidSeed")
        /// There is no pool of that id.
        public static let unknownPool = Self(name: "unknownPool")
        /// The description of a pool that was to be made after it cannot be read, or says what no pool can be.
        public static let malformedDescription = Self(name: "malformedDescription")
        /// The cryptographic library or the source of randomness failed.
        public static let cryptographyFailed = Self(name: "cryptographyFailed")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}

extension LocalPoolError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
