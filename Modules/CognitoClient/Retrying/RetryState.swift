/// Decides what follows a failed attempt of one call; knows neither clock nor network.
struct RetryState: Equatable {
    /// What follows.
    enum Step: Equatable {
        /// Try again after this time.
        case retry(after: Duration)
        /// Report the failure.
        case giveUp
    }

    /// How an attempt failed, as far as it matters here.
    struct Failure: Equatable {
        var kind: RetryKind
        /// What the service asked for in `x-amz-retry-after`.
        var retryAfter: Duration?
    }

    private let policy: RetryPolicy
    private(set) var attempts = 1
    private var lastCost: Int?

    init(policy: RetryPolicy) {
        self.policy = policy
    }

    /// Decides after an attempt that failed.
    ///
    /// - Parameters:
    ///   - failure: How the attempt failed.
    ///   - fraction: A random number from 0 to 1.
    ///   - remaining: How much of the call's time is left.
    ///   - quota: The store to pay from.
    /// - Returns: What follows; a retry is paid for.
    mutating func step(
        after failure: Failure,
        fraction: Double,
        remaining: Duration,
        quota: inout RetryQuota
    ) -> Step {
        guard failure.kind != .never, attempts < policy.maximumAttempts else { return .giveUp }
        let isThrottled = failure.kind == .throttled
        let delay = policy.delay(
            beforeRetry: attempts - 1,
            isThrottled: isThrottled,
            fraction: fraction,
            retryAfter: failure.retryAfter
        )
        let cost = RetryQuota.cost(isThrottled: isThrottled)
        guard delay < remaining, quota.withdraw(cost) else { return .giveUp }
        attempts += 1
        lastCost = cost
        return .retry(after: delay)
    }

    /// Settles the account after an answer.
    func succeed(quota: inout RetryQuota) {
        quota.reward(lastCost: lastCost)
    }
}
