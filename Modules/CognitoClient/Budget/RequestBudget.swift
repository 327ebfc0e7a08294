/// How many requests a second a client allows itself, by category.
///
/// A client that stays below the account's quota waits a moment where it would be throttled otherwise. Processes do not
/// know of each other: who runs several shares the quota out with ``setting(_:to:)``.
public struct RequestBudget: Hashable, Sendable {
    private var rates: [QuotaCategory: Int]
    private let usesServiceRates: Bool

    /// The service's default quotas.
    public static let serviceQuotas = RequestBudget(rates: [:], usesServiceRates: true)

    /// No limits at all.
    public static let unlimited = RequestBudget(rates: [:], usesServiceRates: false)

    /// The same budget with another rate for one category.
    ///
    /// - Parameters:
    ///   - category: The category.
    ///   - requestsPerSecond: At least 1; less counts as 1.
    /// - Returns: The changed budget.
    public func setting(_ category: QuotaCategory, to requestsPerSecond: Int) -> RequestBudget {
        var budget = self
        budget.rates[category] = max(1, requestsPerSecond)
        return budget
    }

    /// The rate of a category in requests per second; `nil` if it has no limit.
    public func requestsPerSecond(of category: QuotaCategory) -> Int? {
        rates[category] ?? (usesServiceRates ? category.requestsPerSecond : nil)
    }
}

/// What is left of a budget: one bucket for each category, filled at its rate, holding one second's worth.
struct BudgetState {
    private let budget: RequestBudget
    private var buckets: [QuotaCategory: Bucket] = [:]

    init(_ budget: RequestBudget) {
        self.budget = budget
    }

    /// Takes the place of one request.
    ///
    /// - Parameters:
    ///   - operation: The operation's name.
    ///   - now: The uptime.
    ///   - longest: How long the caller can wait.
    /// - Returns: How long to wait before sending; `nil`, and no place is taken, if that leaves nothing of `longest`.
    mutating func reserve(operation: String, at now: Duration, within longest: Duration) -> Duration? {
        guard let category = QuotaCategory.category(ofOperation: operation),
            let rate = budget.requestsPerSecond(of: category)
        else { return .zero }
        return buckets[category, default: Bucket(rate: rate, at: now)].reserve(at: now, within: longest)
    }

    /// Gives a place back that was taken and not used.
    mutating func release(operation: String) {
        guard let category = QuotaCategory.category(ofOperation: operation) else { return }
        buckets[category]?.release()
    }
}

/// Tokens that flow in steadily; a negative level means that requests wait already.
private struct Bucket {
    private let rate: Double
    private var level: Double
    private var filledAt: Duration

    init(rate: Int, at now: Duration) {
        self.rate = Double(rate)
        level = Double(rate)
        filledAt = now
    }

    mutating func reserve(at now: Duration, within longest: Duration) -> Duration? {
        if now > filledAt {
            level = min(rate, level + (now - filledAt) / .seconds(1) * rate)
            filledAt = now
        }
        let wait: Duration = level >= 1 ? .zero : .seconds((1 - level) / rate)
        guard wait < longest else { return nil }
        level -= 1
        return wait
    }

    mutating func release() {
        level = min(rate, level + 1)
    }
}
