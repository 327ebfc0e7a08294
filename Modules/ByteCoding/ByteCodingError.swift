/// A failure to read bytes or text as what they claim to be.
public struct ByteCodingError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code

    /// What a person needs to act on it; never the bytes themselves.
    public let message: String

    /// Where in the input it happened, in bytes from the start, where one place is to blame.
    public let offset: Int?

    package init(_ code: Code, _ message: String, at offset: Int? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// A byte that the encoding does not know.
        public static let invalidCharacter = Self(name: "invalidCharacter")
        /// A length that no input of this encoding has.
        public static let invalidLength = Self(name: "invalidLength")
        /// Padding that is missing, wrong or where none may be.
        public static let invalidPadding = Self(name: "invalidPadding")
        /// Bits after the last byte that are not zero, so that two texts would mean the same bytes.
        public static let nonCanonical = Self(name: "nonCanonical")
        /// Bytes that are not well-formed UTF-8.
        public static let invalidUTF8 = Self(name: "invalidUTF8")
        /// Text that is not JSON (RFC 8259).
        public static let malformedJSON = Self(name: "malformedJSON")
        /// A JSON object that holds one name twice.
        public static let duplicateName = Self(name: "duplicateName")
        /// JSON that is larger, deeper or holds more names than the reader allows.
        public static let limitExceeded = Self(name: "limitExceeded")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}
