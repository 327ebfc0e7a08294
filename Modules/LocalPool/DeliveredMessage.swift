public import ByteCoding

/// One message that the pool would have sent, as its receiver would see it.
public struct DeliveredMessage: Hashable, Sendable {
    /// Counts up over the life of the data file.
    public let id: Int64
    /// The pool that sent it.
    public let poolID: String
    /// Whom it is for, by canonical username.
    public let username: String
    /// What it is about.
    public let kind: Kind
    /// How it travels.
    public let medium: Medium
    /// The e-mail address or telephone number.
    public let destination: String
    /// The subject line; `nil` for text messages.
    public let subject: String?
    /// The text.
    public let body: String
    /// The code, or the temporary password of an invitation; shown by nothing but this property and ``body``.
    public let code: String?
    /// When it was sent.
    public let deliveredAt: UnixTime

    /// What a message is about; an open set.
    public struct Kind: RawRepresentable, Hashable, Sendable, Codable {
        /// The name, as the local routes show it.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The code that confirms a new user.
        public static let signUp = Self(rawValue: "signUp")
        /// The code that allows for a new password.
        public static let forgotPassword = Self(rawValue: "forgotPassword")
        /// The second factor of a sign-in.
        public static let mfa = Self(rawValue: "mfa")
        /// The temporary password of a user made by an administrator.
        public static let invitation = Self(rawValue: "invitation")
        /// The code that verifies a changed e-mail address or telephone number.
        public static let verifyAttribute = Self(rawValue: "verifyAttribute")
    }

    /// How a message travels; an open set.
    public struct Medium: RawRepresentable, Hashable, Sendable, Codable {
        /// The name, as the service spells it in `DeliveryMedium`.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// E-mail.
        public static let email = Self(rawValue: "EMAIL")
        /// A text message to a telephone.
        public static let sms = Self(rawValue: "SMS")
    }
}

extension DeliveredMessage: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Kind and medium; never the code.
    public var description: String { "\(kind.rawValue) by \(medium.rawValue)" }

    /// Kind and medium; never the code.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
