/// What a client needs to know besides how to reach the network.
public struct CognitoClientConfiguration: Sendable {
    /// Where requests go, and the region that they are signed for.
    public var endpoints: EndpointRules
    /// How often and how patiently calls are tried.
    public var retry: RetryPolicy
    /// How many requests a second the client allows itself.
    public var budget: RequestBudget
    /// What the `User-Agent` header says.
    public var userAgent: String
    /// Whom the client tells what it does.
    public var observation: ClientObservation

    /// The usual way to call `endpoints`: the service's quotas for hosts of AWS, none for an address of one's own.
    public init(endpoints: EndpointRules) {
        self.endpoints = endpoints
        retry = RetryPolicy()
        budget = endpoints.custom == nil ? .serviceQuotas : .unlimited
        userAgent = "userpool"
        observation = ClientObservation()
    }
}
