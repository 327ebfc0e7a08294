/// Why a trigger gave no answer.
public struct TriggerFailure: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What the caller of the pool may read; never a secret.
    public let message: String

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: What happened.
    ///   - message: What the caller may read.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// The trigger says no: the caller hears its message in an `UserLambdaValidationException`.
        public static let refused = Self(name: "refused")
        /// The trigger cannot be reached or started: an `UnexpectedLambdaException`.
        public static let notInvoked = Self(name: "notInvoked")
        /// The trigger took longer than it may: an `UnexpectedLambdaException`.
        public static let timedOut = Self(name: "timedOut")
        /// What the trigger says is no answer: an `InvalidLambdaResponseException`.
        public static let unreadableAnswer = Self(name: "unreadableAnswer")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}

extension TriggerFailure: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
