/// One value that the model's constraints forbid.
///
/// It says where and what is wrong, and never what the value is.
public struct WireConstraintViolation: Hashable, Sendable {
    /// Where: names and indices such as `UserAttributes[0].Name`.
    public let path: String
    /// Which constraint; the only part to branch on.
    public let kind: Kind
    /// What the constraint asks for, to be read after the path: `must have at least 8 characters`.
    public let message: String

    /// Describes a violation.
    public init(path: String, kind: Kind, message: String) {
        self.path = path
        self.kind = kind
        self.message = message
    }

    /// An open set of constraints.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// A required member is missing.
        public static let required = Self(name: "required")
        /// Fewer characters, bytes or entries than the model asks for.
        public static let tooShort = Self(name: "tooShort")
        /// More characters, bytes or entries than the model allows.
        public static let tooLong = Self(name: "tooLong")
        /// A text that the model's pattern does not match.
        public static let pattern = Self(name: "pattern")
        /// A number below the least one.
        public static let tooSmall = Self(name: "tooSmall")
        /// A number above the greatest one.
        public static let tooLarge = Self(name: "tooLarge")

        /// The name of the kind, as it is spelled above.
        public var description: String { name }
    }
}

extension WireConstraintViolation: CustomStringConvertible {
    /// The path and the message.
    public var description: String { "\(path) \(message)" }
}
