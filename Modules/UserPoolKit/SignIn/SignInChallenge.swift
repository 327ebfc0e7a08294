public import CognitoWire
public import FoundationEssentials

/// A sign-in that waits for an answer: a value that can be kept, sealed, or handed to another process and resumed there.
///
/// Its encoded form begins with a version number. It holds the service's session, which together with the answer signs
/// the user in, and the password of a known device: keep it as safe as a token. A session is good for one answer, but for
/// a wrong code.
public struct SignInChallenge: Sendable {
    /// The service's name of the challenge.
    public let name: ChallengeNameType
    /// The canonical username, which the service wants back whatever was typed.
    public let username: String
    /// The parameters as the service sent them.
    public let parameters: Sensitive<[String: String]>
    /// When the challenge arrived; the service forgets it three minutes later unless the app client says otherwise.
    public let issuedAt: Date
    /// The ways to sign in that the user may choose from, in the flow `USER_AUTH`.
    public let availableFactors: [FirstFactor]

    let clientID: String
    var session: Sensitive<String>?
    /// The device that the user came with.
    let device: DeviceCredentials?
    /// What to do about a new device, once the user is signed in.
    let devicePolicy: DevicePolicy
    /// Whether an authenticator app has been given its secret, in `MFA_SETUP`: its first code is the answer now.
    public internal(set) var isAppBeingSetUp = false

    /// What is asked for, read from the parameters.
    public enum Kind: Sendable {
        /// A password chosen by the user, and attributes that the pool requires and does not have yet.
        case newPassword(requiredAttributes: [String])
        /// The code that was sent by SMS.
        case smsCode(CodeDelivery)
        /// The code that was sent by e-mail.
        case emailCode(CodeDelivery)
        /// The code that an authenticator app shows; with the name that the user gave the app.
        case totpCode(appName: String?)
        /// Which second factor to go on with.
        case chooseMFA([MFAMethod])
        /// A second factor must be set up: an app, begun with ``UserPool/setUpApp(for:)``, or an e-mail address, answered
        /// with ``ChallengeAnswer/emailAddress(_:)``. A phone number cannot be set up here.
        case setUpMFA([MFAMethod])
        /// What the pool's triggers ask, in parameters of their own.
        case custom([String: String])
        /// Which way to sign in.
        case chooseFirstFactor([FirstFactor])
        /// The password.
        case password
        /// A passkey's answer to these options, JSON for a browser or an authenticator (`PublicKeyCredentialRequestOptions`).
        case passkey(options: String)
        /// Something that has no form of its own here: read ``SignInChallenge/parameters``, answer with
        /// ``ChallengeAnswer/responses(_:)``.
        case other(ChallengeNameType)
    }

    /// What is asked for.
    public var kind: Kind {
        switch name {
        case .newPasswordRequired:
            .newPassword(requiredAttributes: texts("requiredAttributes").map(Self.withoutPrefix))
        case .smsMFA, .smsOTP: .smsCode(CodeDelivery(challengeParameters: parameters.value))
        case .emailOTP: .emailCode(CodeDelivery(challengeParameters: parameters.value))
        case .softwareTokenMFA: .totpCode(appName: parameters.value["FRIENDLY_DEVICE_NAME"])
        case .selectMFAType: .chooseMFA(texts("MFAS_CAN_CHOOSE").map { MFAMethod(rawValue: $0) })
        case .mfaSetup: .setUpMFA(texts("MFAS_CAN_SETUP").map { MFAMethod(rawValue: $0) })
        case .customChallenge: .custom(parameters.value)
        case .selectChallenge: .chooseFirstFactor(availableFactors)
        case .password, .passwordSRP: .password
        case .webAuthn:
            parameters.value["CREDENTIAL_REQUEST_OPTIONS"].map { .passkey(options: $0) } ?? .other(name)
        default: .other(name)
        }
    }

    /// A parameter that is a JSON array of texts in a string; empty if it is not.
    private func texts(_ parameter: String) -> [String] {
        guard let text = parameters.value[parameter] else { return [] }
        return (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? []
    }

    static let attributePrefix = "userAttributes."

    private static func withoutPrefix(_ name: String) -> String {
        name.hasPrefix(attributePrefix) ? String(name.dropFirst(attributePrefix.count)) : name
    }
}

extension SignInChallenge: Codable {
    private static let currentVersion = 2

    private enum CodingKeys: String, CodingKey {
        case version, name, username, parameters, issuedAt, availableFactors, clientID, session, device, devicePolicy
        case isAppBeingSetUp
    }

    /// Reads what ``encode(to:)`` wrote.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/foreignChallenge`` if another version wrote it, or
    ///   `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let version = try container.decode(Int.self, forKey: .version)
        guard version == Self.currentVersion else {
            let versions = "state \(version), expected \(Self.currentVersion)"
            throw UserPoolError(
                .foreignChallenge,
                "this sign-in was begun by another version (\(versions)); begin again"
            )
        }
        self.init(
            name: try container.decode(ChallengeNameType.self, forKey: .name),
            username: try container.decode(String.self, forKey: .username),
            parameters: try container.decode(Sensitive<[String: String]>.self, forKey: .parameters),
            issuedAt: try container.decode(Date.self, forKey: .issuedAt),
            availableFactors: try container.decode([FirstFactor].self, forKey: .availableFactors),
            clientID: try container.decode(String.self, forKey: .clientID),
            session: try container.decodeIfPresent(Sensitive<String>.self, forKey: .session),
            device: try container.decodeIfPresent(DeviceCredentials.self, forKey: .device),
            devicePolicy: try container.decode(DevicePolicy.self, forKey: .devicePolicy),
            isAppBeingSetUp: try container.decode(Bool.self, forKey: .isAppBeingSetUp)
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
        try container.encode(availableFactors, forKey: .availableFactors)
        try container.encode(clientID, forKey: .clientID)
        try container.encodeIfPresent(session, forKey: .session)
        try container.encodeIfPresent(device, forKey: .device)
        try container.encode(devicePolicy, forKey: .devicePolicy)
        try container.encode(isAppBeingSetUp, forKey: .isAppBeingSetUp)
    }
}
