/// How often and how patiently a call is tried.
///
/// The numbers are those of the AWS SDKs' standard mode of 2026: at most three attempts, and before retry *i* a random
/// part of 50 ms × 2^i (1 s × 2^i after throttling), never more than 20 s.
public struct RetryPolicy: Hashable, Sendable {
    /// How many attempts a call may take, the first one included; fewer than one counts as one.
    public var maximumAttempts = 3
    /// The longest wait before the first retry; it doubles with each further one.
    public var baseDelay: Duration = .milliseconds(50)
    /// The same after the service said that there were too many requests.
    public var throttledBaseDelay: Duration = .seconds(1)
    /// The longest wait of all.
    public var maximumDelay: Duration = .seconds(20)
    /// How long one attempt may take.
    public var attemptTimeout: Duration = .seconds(5)
    /// How long the call may take, all attempts and waits together.
    public var totalTimeout: Duration = .seconds(15)

    /// The usual numbers.
    public init() {}

    /// One attempt and no more.
    public static let never: RetryPolicy = {
        var policy = RetryPolicy()
        policy.maximumAttempts = 1
        return policy
    }()

    /// How long to wait before retry number `retry`, counted from 0.
    ///
    /// - Parameters:
    ///   - retry: The retry's number.
    ///   - isThrottled: Whether the service asked for fewer requests.
    ///   - fraction: Which part of the longest wait to take, from 0 to 1.
    ///   - retryAfter: What the service asked for; it is honoured between the computed wait and five seconds more.
    /// - Returns: The wait.
    func delay(beforeRetry retry: Int, isThrottled: Bool, fraction: Double, retryAfter: Duration?) -> Duration {
        var longest = isThrottled ? throttledBaseDelay : baseDelay
        for _ in 0..<max(0, retry) where longest < maximumDelay { longest *= 2 }
        let computed = min(longest, maximumDelay) * min(max(fraction, 0), 1)
        guard let retryAfter else { return computed }
        return min(max(retryAfter, computed), computed + .seconds(5))
    }
}
