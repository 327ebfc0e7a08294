internal import ByteCoding
public import CognitoWire
internal import FoundationEssentials

/// An attribute as the package writes it: `{"Name": …, "Value": …}`.
public struct NamedValue: Codable, Hashable, Sendable {
    /// The attribute's name.
    public let name: String
    /// Its value; `nil` or an empty text stands for none.
    public let value: String?

    /// Puts an attribute together.
    public init(name: String, value: String?) {
        self.name = name
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case value = "Value"
    }
}

/// Where a code went, as the package writes it.
public struct CodeDeliveryDetails: Codable, Hashable, Sendable {
    /// The attribute that the code confirms, such as `email`.
    public let attributeName: String?
    /// `EMAIL` or `SMS`.
    public let deliveryMedium: String?
    /// The address or number, masked.
    public let destination: String?

    /// Puts the details together.
    public init(attributeName: String?, deliveryMedium: String?, destination: String?) {
        self.attributeName = attributeName
        self.deliveryMedium = deliveryMedium
        self.destination = destination
    }

    init(_ delivery: CodeDelivery?) {
        self.init(
            attributeName: delivery?.attributeName,
            deliveryMedium: delivery?.medium?.rawValue,
            destination: delivery?.destination
        )
    }

    private enum CodingKeys: String, CodingKey {
        case attributeName = "AttributeName"
        case deliveryMedium = "DeliveryMedium"
        case destination = "Destination"
    }
}

/// The result of `signup`.
public struct SignupResult: Codable, Hashable, Sendable {
    /// The username.
    public let username: String
    /// The new user's id.
    public let userSub: String
    /// Whether the user may sign in at once.
    public let userConfirmed: Bool
    /// Where the code went, if one was sent.
    public let codeDeliveryDetails: CodeDeliveryDetails?
}

/// The tokens of a signed-in user, with their own ends in seconds since the epoch.
public struct LoginTokens: Codable, Sendable {
    /// The refresh token.
    public let refreshToken: Sensitive<String>?
    /// The access token.
    public let accessToken: Sensitive<String>
    /// `exp` of the access token, in seconds since the epoch.
    public let accessTokenExpiresAt: Int64
    /// The ID token.
    public let idToken: Sensitive<String>?
    /// `exp` of the ID token, in seconds since the epoch.
    public let idTokenExpiresAt: Int64?

    init(_ tokens: TokenSet) {
        refreshToken = tokens.refreshToken
        accessToken = tokens.accessToken
        accessTokenExpiresAt = UnixTime(tokens.accessTokenExpiresAt).seconds
        idToken = tokens.idToken
        idTokenExpiresAt = tokens.idTokenExpiresAt.map { UnixTime($0).seconds }
    }
}

/// What a sign-in waits for.
public struct LoginStep: Sendable {
    /// `MFA_AUTH` for a code by SMS or e-mail, `NEW_PASSWORD_REQUIRED`, `TOTP_AUTH`, `SELECT_MFA`, `MFA_SETUP` or
    /// `CUSTOM_CHALLENGE`; the service's name of the challenge for any other.
    public let nextStep: String
    /// The attributes that a new password must come with.
    public let requiredAttributes: [String]?
    /// What the answer must come with; it holds secrets: seal it before a stranger keeps it.
    public let loginSession: SignInChallenge

    init(_ challenge: SignInChallenge) {
        loginSession = challenge
        switch challenge.kind {
        case .newPassword(let required):
            nextStep = "NEW_PASSWORD_REQUIRED"
            requiredAttributes = required
            return
        case .smsCode, .emailCode: nextStep = "MFA_AUTH"
        case .totpCode: nextStep = "TOTP_AUTH"
        case .chooseMFA: nextStep = "SELECT_MFA"
        case .setUpMFA: nextStep = "MFA_SETUP"
        case .custom: nextStep = "CUSTOM_CHALLENGE"
        default: nextStep = challenge.name.rawValue
        }
        requiredAttributes = nil
    }
}

/// The result of the three methods that sign in.
public enum LoginResult: Sendable {
    /// The user is signed in.
    case tokens(LoginTokens)
    /// The service asks for more.
    case nextStep(LoginStep)
}

/// How a user gets codes, as the package writes it.
public struct MFAOption: Codable, Hashable, Sendable {
    /// `SMS`, `EMAIL`, or `SOFTWARE_TOKEN` for an authenticator app.
    public let deliveryMedium: String
    /// The attribute with the address or number; `nil` for an authenticator app.
    public let attributeName: String?

    init(_ method: MFAMethod) {
        switch method {
        case .sms: (deliveryMedium, attributeName) = ("SMS", "phone_number")
        case .email: (deliveryMedium, attributeName) = ("EMAIL", "email")
        case .totp: (deliveryMedium, attributeName) = ("SOFTWARE_TOKEN", nil)
        default: (deliveryMedium, attributeName) = (method.rawValue, nil)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case deliveryMedium = "DeliveryMedium"
        case attributeName = "AttributeName"
    }
}
