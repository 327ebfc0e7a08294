/// A token, a key set or rules that cannot be used.
public struct JWTError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What a person needs to act on it.
    ///
    /// Never the token, and never a value that the token claims unless its signature was right. The key id of a foreign
    /// header may stand in it, bounded and escaped to one line of ASCII.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// A closed list of failures, the same in every door of this project; they are found in this order.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        // Reading

        /// The text is longer than 16 KiB, or its header longer than 2 KiB.
        public static let tooLarge = Self(name: "tooLarge")
        /// The text is not three parts of canonical base64url, header or payload are no strict JSON object, or a claim has
        /// a type or value that it cannot have.
        public static let malformed = Self(name: "malformed")
        /// The header names another algorithm than RS256.
        public static let algorithm = Self(name: "algorithm")
        /// The header asks for something that user pools never ask for, such as `crit`, `zip`, `jku` or another `typ`.
        public static let unsupportedHeader = Self(name: "unsupportedHeader")

        // Keys and signature

        /// The issuer is none of those that the rules name.
        public static let issuer = Self(name: "issuer")
        /// The issuer's key set has no such key.
        public static let unknownKey = Self(name: "unknownKey")
        /// The key is not known, and the issuer's key set could not be had.
        public static let keysUnavailable = Self(name: "keysUnavailable")
        /// The signature is not the key's.
        public static let signature = Self(name: "signature")

        // Claims

        /// A claim that every token has is not there.
        public static let missingClaim = Self(name: "missingClaim")
        /// The token's time is over.
        public static let expired = Self(name: "expired")
        /// The token's time has not begun, or it comes from the future.
        public static let notYetValid = Self(name: "notYetValid")
        /// An ID token where an access token is asked for, or the reverse, or neither.
        public static let tokenUse = Self(name: "tokenUse")
        /// The token was made for another app client.
        public static let client = Self(name: "client")
        /// The user is not in the groups that the rules ask for.
        public static let groups = Self(name: "groups")
        /// The token does not have the scopes that the rules ask for.
        public static let scope = Self(name: "scope")
        /// The user signed in longer ago than the rules allow.
        public static let tooOld = Self(name: "tooOld")
        /// The tokens of this sign-in are revoked.
        public static let revoked = Self(name: "revoked")
        /// The application's own check refused the token.
        public static let custom = Self(name: "custom")

        // Not about a token

        /// Rules that make no sense.
        public static let invalidRules = Self(name: "invalidRules")
        /// A document that is no key set, or one that may not be trusted as a whole.
        public static let invalidKeySet = Self(name: "invalidKeySet")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}

extension JWTError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
