/// A failure that is neither the service's nor the transport's: an answer or a value that makes no sense here.
///
/// What the service refuses arrives as `CognitoClientError`, what is wrong with the numbers of an SRP exchange as
/// `SRPError`.
public struct UserPoolError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What a person needs to act on it; never a secret, a code or a token.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// A user pool id is not of the form `region_name`, or longer than 55 characters.
        public static let malformedPoolID = Self(name: "malformedPoolID")
        /// The service's answer lacks what the protocol promises, such as a parameter of a challenge.
        public static let malformedAnswer = Self(name: "malformedAnswer")
        /// The tokens cannot be read.
        public static let malformedToken = Self(name: "malformedToken")
        /// The state of a challenge was written by another version, or belongs to another app client.
        public static let foreignChallenge = Self(name: "foreignChallenge")
        /// The answer is not one that the challenge asks for.
        public static let answerDoesNotFit = Self(name: "answerDoesNotFit")
        /// There is no refresh token to refresh with.
        public static let noRefreshToken = Self(name: "noRefreshToken")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}

extension UserPoolError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
