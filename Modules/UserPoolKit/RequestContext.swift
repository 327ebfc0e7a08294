internal import CognitoWire

/// What the service is told about whoever calls, beside the call itself.
///
/// `ipAddress` and `encodedData` feed the service's threat protection (`UserContextData`), `analyticsEndpointID` its
/// analytics (`AnalyticsMetadata`). A server passes on what its own caller's client collected.
public struct RequestContext: Hashable, Sendable {
    /// The address that the user calls from.
    public var ipAddress: String?
    /// What the service's library for the user's client collected, as it encoded it.
    public var encodedData: String?
    /// The endpoint of Amazon Pinpoint that the user's client is.
    public var analyticsEndpointID: String?

    /// Takes what is known; nothing is told about the rest.
    public init(ipAddress: String? = nil, encodedData: String? = nil, analyticsEndpointID: String? = nil) {
        self.ipAddress = ipAddress
        self.encodedData = encodedData
        self.analyticsEndpointID = analyticsEndpointID
    }

    var userData: Sensitive<UserContextDataType>? {
        guard ipAddress != nil || encodedData != nil else { return nil }
        return Sensitive(UserContextDataType(encodedData: encodedData, ipAddress: ipAddress))
    }

    var analytics: AnalyticsMetadataType? {
        analyticsEndpointID.map { AnalyticsMetadataType(analyticsEndpointID: $0) }
    }
}
