/// A failure of big-number arithmetic.
public struct BigNumError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What a person needs to act on it; never a number that was computed with.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable {
        private enum Kind {
            case notHexadecimal
            case tooLong
            case unusableModulus
            case outOfMemory
        }

        private let kind: Kind

        /// The text is empty or holds something else than hexadecimal digits.
        public static let notHexadecimal = Self(kind: .notHexadecimal)
        /// The text or the bytes are longer than the caller allows.
        public static let tooLong = Self(kind: .tooLong)
        /// A modulus must be odd and greater than one.
        public static let unusableModulus = Self(kind: .unusableModulus)
        /// OpenSSL could not allocate.
        public static let outOfMemory = Self(kind: .outOfMemory)
    }
}

extension BigNumError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
