public import CognitoWire

/// Where a code was sent.
public struct CodeDelivery: Hashable, Sendable {
    /// `EMAIL` or `SMS`.
    public let medium: DeliveryMediumType?
    /// The address or number, masked by the service, such as `a***@e***`.
    public let destination: String?
    /// The attribute that the code confirms, such as `email`.
    public let attributeName: String?

    init(_ details: CodeDeliveryDetailsType) {
        medium = details.deliveryMedium
        destination = details.destination
        attributeName = details.attributeName
    }

    init(challengeParameters: [String: String]) {
        medium = challengeParameters["CODE_DELIVERY_DELIVERY_MEDIUM"].map { DeliveryMediumType(rawValue: $0) }
        destination = challengeParameters["CODE_DELIVERY_DESTINATION"]
        attributeName = nil
    }
}
