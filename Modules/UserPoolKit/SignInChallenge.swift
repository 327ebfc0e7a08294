public import CognitoWire
public import FoundationEssentials

/// A sign-in that waits for an answer: a value that can be kept, sealed, or handed to another process and resumed there.
///
/// Its encoded form begins with a version number. It holds the service's session, which together with the answer signs
/// the user in: keep it as safe as a token. A session is good for one answer, but for a wrong code.
public struct SignInChallenge: Sendable {
    /// The service's name of the challenge.
    public let name: ChallengeNameType
    /// The canonical username, which the service wants back whatever was typed.
    public let username: String
    /// The parameters as the service sent them.
    public let parameters: Sensitive<[String: String]>
    /// When the challenge arrived; the service forgets it three minutes later unless the app client says otherwise.
    public let issuedAt: Date

    let clientID: String
    let session: Sensitive<String>?

    init(
        name: ChallengeNameType,
        username: String,
        parameters: [String: String],
        issuedAt: Date,
        clientID: String,
        session: Sensitive<String>?
    ) {
        self.name = name
        self.username = username
        self.parameters = Sensitive(parameters)
        self.issuedAt = issuedAt
        self.clientID = clientID
        self.session = session
    }

    /// What is asked for, read from the parameters.
    public enum Kind: Sendable {
        /// A password chosen by the user, and attributes that the pool requires and does not have yet.
        case newPassword(requiredAttributes: [String])
        /// The code that was sent by SMS.
        case smsCode(CodeDelivery)
        /// Something that has no form of its own here: read ``SignInChallenge/parameters``, answer with
        /// ``ChallengeAnswer/responses(_:)``.
        case other(ChallengeNameType)
    }

    /// What is asked for.
    public var kind: Kind {
        switch name {
        case .newPasswordRequired: .newPassword(requiredAttributes: requiredAttributes)
        case .smsMFA: .smsCode(CodeDelivery(challengeParameters: parameters.value))
        default: .other(name)
        }
    }

    /// `requiredAttributes` is a JSON array in a string, of names with a prefix.
    private var requiredAttributes: [String] {
        guard let text = parameters.value["requiredAttributes"],
            let names = try? JSONDecoder().decode([String].self, from: Data(text.utf8))
        else { return [] }
        return names.map { $0.hasPrefix(Self.attributePrefix) ? String($0.dropFirst(Self.attributePrefix.count)) : $0 }
    }

    static let attributePrefix = "userAttributes."
}

extension SignInChallenge: Codable {
    private static let currentVersion = 1

    private enum CodingKeys: String, CodingKey {
        case version, name, username, parameters, issuedAt, clientID, session
    }

    /// Reads what ``encode(to:)`` wrote.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/foreignChallenge`` if another version wrote it, or
    ///   `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let version = try container.decode(Int.self, forKey: .version)
        guard version == Self.currentVersion else {
            throw UserPoolError(
                .foreignChallenge,
                "this sign-in was begun by another version (state \(version), expected \(Self.currentVersion)); begin again"
            )
        }
        self.init(
            name: try container.decode(ChallengeNameType.self, forKey: .name),
            username: try container.decode(String.self, forKey: .username),
            parameters: try container.decode([String: String].self, forKey: .parameters),
            issuedAt: try container.decode(Date.self, forKey: .issuedAt),
            clientID: try container.decode(String.self, forKey: .clientID),
            session: try container.decodeIfPresent(Sensitive<String>.self, forKey: .session)
        )
    }

    /// Writes the version and the state.
    ///
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.currentVersion, forKey: .version)
        try container.encode(name, forKey: .name)
        try container.encode(username, forKey: .username)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(issuedAt, forKey: .issuedAt)
        try container.encode(clientID, forKey: .clientID)
        try container.encodeIfPresent(session, forKey: .session)
    }
}
