/// Which of a pool's triggers; an open set, named as in the service's `LambdaConfig`.
///
/// A pool has one trigger for each, and one for all versions of the token trigger.
public struct TriggerKind: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name, as settings write it.
    public let rawValue: String

    private init(_ name: String) {
        rawValue = name
    }

    /// Finds the kind of that name; `nil` if there is none.
    public init?(rawValue: String) {
        guard Self.all.contains(where: { $0.rawValue == rawValue }) else { return nil }
        self.rawValue = rawValue
    }

    /// Asked before a user is made: may refuse, confirm, and say that addresses are verified.
    public static let preSignUp = Self("PreSignUp")
    /// Told after a user is confirmed or has a new password by code.
    public static let postConfirmation = Self("PostConfirmation")
    /// Asked before a sign-in: may refuse.
    public static let preAuthentication = Self("PreAuthentication")
    /// Told after a sign-in, before there are tokens: may refuse them.
    public static let postAuthentication = Self("PostAuthentication")
    /// Asked before tokens are signed, in the form `V1_0`: changes the id token.
    public static let preTokenGeneration = Self("PreTokenGeneration")
    /// The same in the form `V2_0`: changes both tokens of users.
    public static let preTokenGenerationV2 = Self("PreTokenGenerationV2_0")
    /// The same in the form `V3_0`: changes both tokens of users, and the access tokens of clients.
    public static let preTokenGenerationV3 = Self("PreTokenGenerationV3_0")
    /// Asked for the words of a message.
    public static let customMessage = Self("CustomMessage")
    /// Sends e-mails in the pool's place.
    public static let customEmailSender = Self("CustomEmailSender")
    /// Sends text messages in the pool's place.
    public static let customSMSSender = Self("CustomSMSSender")
    /// Decides which challenge comes next in a custom sign-in.
    public static let defineAuthChallenge = Self("DefineAuthChallenge")
    /// Makes a custom challenge.
    public static let createAuthChallenge = Self("CreateAuthChallenge")
    /// Judges the answer to a custom challenge.
    public static let verifyAuthChallengeResponse = Self("VerifyAuthChallengeResponse")
    /// Brings users that the pool does not have from elsewhere.
    public static let userMigration = Self("UserMigration")

    /// Every kind.
    public static let all: [TriggerKind] = [
        preSignUp, postConfirmation, preAuthentication, postAuthentication, preTokenGeneration, preTokenGenerationV2,
        preTokenGenerationV3, customMessage, customEmailSender, customSMSSender, defineAuthChallenge,
        createAuthChallenge, verifyAuthChallengeResponse, userMigration,
    ]

    /// The versions of the token trigger, the newest first; a pool has one of them at most.
    static let tokenKinds: [TriggerKind] = [preTokenGenerationV3, preTokenGenerationV2, preTokenGeneration]

    /// The name in the service's errors, which tells no versions apart.
    var errorName: String { Self.tokenKinds.contains(self) ? Self.preTokenGeneration.rawValue : rawValue }

    /// What events of this kind call their version.
    var eventVersion: String {
        switch self {
        case .preTokenGenerationV2: "2"
        case .preTokenGenerationV3: "3"
        default: "1"
        }
    }

    /// The name.
    public var description: String { rawValue }
}
