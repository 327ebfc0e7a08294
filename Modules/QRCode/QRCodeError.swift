/// A failure to make a symbol.
public struct QRCodeError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code

    /// What a person needs to act on it; never the text that was to be encoded.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// There is nothing to encode.
        public static let emptyText = Self(name: "emptyText")
        /// The text has more bytes than the largest symbol of its error correction holds.
        public static let textTooLong = Self(name: "textTooLong")
        /// The library failed, out of memory as a rule.
        public static let libraryFailure = Self(name: "libraryFailure")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}
