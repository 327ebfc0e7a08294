/// A failure to read or write the JSON of a request or an answer.
public struct WireError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// Where in the JSON: names and indices such as `UserAttributes[0].Name`; empty for the whole of it.
    public let path: String
    /// What a person needs to act on it; never a value that was read or written.
    public let message: String

    package init(_ code: Code, path: String = "", _ message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// The bytes are not JSON at all, or no JSON object.
        public static let notJSON = Self(name: "notJSON")
        /// A required member is absent or `null`.
        public static let missingMember = Self(name: "missingMember")
        /// A member is of another JSON type than the model says.
        public static let typeMismatch = Self(name: "typeMismatch")
        /// A member is of the right JSON type, but no value of it: bad base64, a time out of range.
        public static let invalidValue = Self(name: "invalidValue")
        /// A value has no JSON form, such as a number that is not finite.
        public static let notEncodable = Self(name: "notEncodable")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}

extension WireError: CustomStringConvertible {
    /// The path and the message.
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
