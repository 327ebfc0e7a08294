import AppSupport
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
        expiresAt = challenge.expiresAt.seconds
        type = challenge.typeName
        switch challenge.kind {
        case .newPassword(let required):
            requiredAttributes = required
        case .smsCode(let delivery):
            self.delivery = DeliveryBody(delivery)
        case .emailCode(let delivery):
            self.delivery = DeliveryBody(delivery)
        case .totpCode(let appName):
            name = appName
        case .chooseMFA(let methods):
            options = methods.map(\.shortName)
        case .setUpMFA(let methods):
            options = methods.map(\.shortName)
        case .custom(let parameters):
            self.parameters = EncodableJSON(texts: parameters)
        case .chooseFirstFactor(let factors):
            options = factors.map(\.shortName)
        case .password: break
        case .passkey(let options):
            parameters = EncodableJSON(JSONObject().setting("options", to: Self.json(options)))
        case .other(let name):
            self.name = name.rawValue
            parameters = EncodableJSON(texts: challenge.parameters.value)
        }
    }

    /// What the service sends as JSON in a text; what is none stays a text.
    private static func json(_ text: String) -> JSONValue {
        (try? JSONReader().read(Array(text.utf8))) ?? .string(text)
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
