import ByteCoding
import CognitoWire
import UserPoolKit

/// A question to the user, with the sealed token that the answer must come with.
struct ChallengeBody: Encodable {
    private let type: String
    private let token: String
    private let expiresAt: Int64
    private var delivery: DeliveryBody?
    private var requiredAttributes: [String]?
    private var name: String?
    private var parameters: [String: String]?

    /// Describes and seals a challenge.
    ///
    /// - Throws: What ``ChallengeSealer/seal(_:)`` throws.
    init(_ challenge: SignInChallenge, sealedBy sealer: ChallengeSealer) throws {
        token = try sealer.seal(challenge)
        expiresAt = ChallengeSealer.expiry(of: challenge).seconds
        switch challenge.kind {
        case .newPassword(let required):
            type = "newPassword"
            requiredAttributes = required
        case .smsCode(let delivery):
            type = "smsCode"
            self.delivery = DeliveryBody(delivery)
        case .other(let name):
            type = "other"
            self.name = name.rawValue
            parameters = challenge.parameters.value
        }
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
