public import ByteCoding

/// One call of the pool's API or of its OAuth endpoints, as an onlooker may see it.
public struct PoolEvent: Sendable {
    /// Counts up for as long as the pool is open.
    public let id: Int64
    /// When the call arrived, by the pool's clock.
    public let time: UnixTime
    /// The operation, or the path of an OAuth endpoint or a page, such as `/oauth2/token`; `nil` if the model does not know
    /// the operation that was asked for.
    public let operation: String?
    /// The pool that the call was about, as far as the request names one that is there.
    public let poolID: String?
    /// The app client that the call came from, as far as the request names one that is there.
    public let clientID: String?
    /// Whether it was performed.
    public let isSuccess: Bool
    /// The code of the error that was answered.
    public let errorCode: String?
    /// The text of that error.
    public let errorMessage: String?
    /// Whether a chaos rule had its hand in it.
    public let isInjected: Bool
    /// How long the call took.
    public let duration: Duration
    /// The id in the answer's `x-amzn-RequestId`.
    public let requestID: String?
    /// The request as JSON, in which everything secret reads `<redacted>`; `nil` if it was none of the operation's.
    public let request: String?
    /// The answer as JSON, likewise; `nil` for an error.
    public let response: String?
}

extension LocalPool {
    /// Every call from now on, for as long as the stream is iterated.
    ///
    /// Nothing is composed while nobody listens. Whoever listens too slowly loses the oldest events: their ``PoolEvent/id``
    /// are missing.
    ///
    /// - Parameter count: How many events wait for a listener that is busy.
    /// - Returns: The events, in the order in which calls ended.
    public func events(bufferingNewest count: Int = 256) -> AsyncStream<PoolEvent> {
        feed.listen(bufferingNewest: max(count, 1))
    }
}
