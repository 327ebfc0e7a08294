/// How one call departs from what the client usually does.
public struct CallOptions: Hashable, Sendable {
    /// Checks the model's constraints on lengths, patterns and ranges before anything is sent.
    ///
    /// The service checks too, and its rules may have changed since the model was made.
    public var checksConstraints = false
    /// How long the call may take, all attempts and waits together; `nil` for the policy's time.
    public var timeout: Duration?
    /// Whether the request may be repeated though the first one may have been carried out; `nil` to decide by operation:
    /// those whose codes, sessions and tokens work once are not repeated.
    public var isRepeatable: Bool?

    /// The usual way.
    public init(checksConstraints: Bool = false, timeout: Duration? = nil, isRepeatable: Bool? = nil) {
        self.checksConstraints = checksConstraints
        self.timeout = timeout
        self.isRepeatable = isRepeatable
    }
}
