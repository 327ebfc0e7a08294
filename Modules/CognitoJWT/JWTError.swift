/// A token that cannot be used.
public struct JWTError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What a person needs to act on it; never the token and never a claim's value.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// A closed list of failures, the same in every door of this project.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// The text is longer than 16 KiB, or its header longer than 2 KiB.
        public static let tooLarge = Self(name: "tooLarge")
        /// The text is not three parts of canonical base64url, or header or payload are no strict JSON object.
        public static let malformed = Self(name: "malformed")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}

extension JWTError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
