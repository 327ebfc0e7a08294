import ByteCoding
import CognitoWire
import UserPoolKit

/// A question to the user, with the sealed token that the answer must come with.
struct ChallengeBody: Encodable {
    private let type: String
    private let token: String
    private let expiresAt: Int64
    private var delivery: DeliveryBody?
    private var options: [String]?
    private var requiredAttributes: [String]?
    private var name: String?
    private var parameters: EncodableJSON?

    /// Describes and seals a challenge.
    ///
    /// - Throws: `CryptoError` or `EncodingError`.
    init(_ challenge: SignInChallenge, sealedBy sealer: Sealer) throws {
        token = try sealer.seal(challenge)
        expiresAt = Sealer.expiry(of: challenge).seconds
        switch challenge.kind {
        case .newPassword(let required):
            type = "newPassword"
            requiredAttributes = required
        case .smsCode(let delivery):
            type = "smsCode"
            self.delivery = DeliveryBody(delivery)
        case .emailCode(let delivery):
            type = "emailCode"
            self.delivery = DeliveryBody(delivery)
        case .totpCode(let appName):
            type = "totpCode"
            name = appName
        case .chooseMFA(let methods):
            type = "chooseMfa"
            options = methods.map(\.gatewayName)
        case .setUpMFA(let methods):
            type = "setupMfa"
            options = methods.map(\.gatewayName)
        case .custom(let parameters):
            type = "custom"
            self.parameters = EncodableJSON(texts: parameters)
        case .chooseFirstFactor(let factors):
            type = "chooseFirstFactor"
            options = factors.map(\.gatewayName)
        case .password:
            type = "password"
        case .passkey(let options):
            type = "passkey"
            parameters = EncodableJSON(JSONObject().setting("options", to: Self.json(options)))
        case .other(let name):
            type = "other"
            self.name = name.rawValue
            parameters = EncodableJSON(texts: challenge.parameters.value)
        }
    }

    /// What the service sends as JSON in a text; what is none stays a text.
    private static func json(_ text: String) -> JSONValue {
        (try? JSONReader().read(Array(text.utf8))) ?? .string(text)
    }
}

extension MFAMethod {
    /// The gateway's name of the second factor; one that it does not know keeps the service's.
    var gatewayName: String {
        switch self {
        case .sms: "sms"
        case .totp: "totp"
        case .email: "email"
        default: rawValue
        }
    }
}

extension FirstFactor {
    /// The gateway's name of the factor; one that it does not know keeps the service's.
    var gatewayName: String {
        switch self {
        case .password: "password"
        case .passwordSRP: "passwordSrp"
        case .emailOTP: "emailOtp"
        case .smsOTP: "smsOtp"
        case .passkey: "passkey"
        default: rawValue
        }
    }

    /// The factor of a name in a request; `nil` if there is none.
    init?(gatewayName name: String) {
        let factors: [FirstFactor] = [.password, .passwordSRP, .emailOTP, .smsOTP, .passkey]
        guard let factor = factors.first(where: { $0.gatewayName == name }) else { return nil }
        self = factor
    }
}

/// Where a code was sent.
struct DeliveryBody: Encodable {
    private let medium: String?
    private let destination: String?
    private let attribute: String?

    init(_ delivery: CodeDelivery) {
        medium = delivery.medium?.rawValue.lowercased()
        destination = delivery.destination
        attribute = delivery.attributeName
    }
}
