internal import CognitoWire

/// One thing that goes wrong on purpose, for some calls of one operation or of all.
public struct ChaosRule: Hashable, Sendable {
    /// The name of an operation, the path of an OAuth endpoint or a page such as `/oauth2/token`, or `*` for all of them.
    public var operation: String
    /// How often: 0 for never, 1 for every call.
    public var rate: Double
    /// The code of the error that is answered instead of performing the call, such as `TooManyRequestsException`, or for an
    /// OAuth endpoint `invalid_grant`; `nil` for none.
    public var error: String?
    /// How long the call waits before anything else happens; `nil` for no time.
    public var latency: Duration?
    /// Whether the call's messages are lost on their way: codes are made and stored, but nobody is sent them.
    public var dropsMessages: Bool

    /// Describes a rule; whether it makes sense is said by ``LocalPool/setChaosRules(_:)``.
    public init(
        operation: String = "*",
        rate: Double = 1,
        error: String? = nil,
        latency: Duration? = nil,
        dropsMessages: Bool = false
    ) {
        self.operation = operation
        self.rate = rate
        self.error = error
        self.latency = latency
        self.dropsMessages = dropsMessages
    }

    /// Whether the rule is about that operation.
    func concerns(_ name: String) -> Bool {
        operation == "*" || operation == name
    }

    /// Checks the rule against the model.
    func check() throws(LocalPoolError) {
        let operations = operation == "*" ? WireOperations.all : WireOperations.all.filter { $0.name == operation }
        let isEndpoint = OAuthPath(rawValue: operation) != nil
        try Self.require(isEndpoint || !operations.isEmpty, "no operation has the name in a rule; * stands for all")
        try Self.require((0...1).contains(rate), "a rule's rate is a number from 0 to 1")
        if let error {
            let code = ServiceErrorCode(rawValue: error)
            let isKnown =
                Self.errorsOfAll.contains(code) || operations.contains { $0.errors.contains(code) }
                || (isEndpoint && OAuthRefusal.Code(rawValue: error) != nil)
            try Self.require(isKnown, "the model of \(operation) does not list the error in its rule")
        }
        if let latency {
            try Self.require((.zero...Self.greatestLatency).contains(latency), "a rule's latency is at most 60 s")
        }
        try Self.require(
            error != nil || latency != nil || dropsMessages,
            "a rule names an error, a latency or dropMessage"
        )
    }

    /// What the service may answer to any call: throttling, and a failure of its own.
    private static let errorsOfAll: Set<ServiceErrorCode> = [.tooManyRequests, .internalError]
    private static let greatestLatency = Duration.seconds(60)

    private static func require(_ condition: Bool, _ message: String) throws(LocalPoolError) {
        guard condition else { throw LocalPoolError(.invalidConfiguration, message) }
    }
}
