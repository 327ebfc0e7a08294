/// A store of tokens that retries are paid from, shared by all calls of a client.
///
/// While a service is down every call fails, the store runs empty, and the retries stop: the client does not multiply
/// the load of a service that has trouble already.
struct RetryQuota: Equatable {
    static let capacity = 500

    private(set) var tokens = capacity

    /// What a retry costs.
    static func cost(isThrottled: Bool) -> Int { isThrottled ? 5 : 14 }

    /// Pays for a retry; `false`, and nothing is taken, if there is not enough.
    mutating func withdraw(_ cost: Int) -> Bool {
        guard cost <= tokens else { return false }
        tokens -= cost
        return true
    }

    /// Gives back what the last retry cost, or one token after a call that needed none.
    mutating func reward(lastCost: Int?) {
        tokens = min(Self.capacity, tokens + (lastCost ?? 1))
    }
}
