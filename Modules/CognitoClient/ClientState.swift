internal import Synchronization

/// What the copies of a client share.
final class ClientState: Sendable {
    /// The values under the lock; decisions are made on them, and carried out after it is released.
    struct Values {
        var quota = RetryQuota()
        var budget: BudgetState
        /// What is added to the machine's clock to sign.
        var clockCorrection: Duration = .zero
        /// What the latest answer said.
        var clockDifference: Duration?
    }

    private let values: Mutex<Values>

    init(budget: RequestBudget) {
        values = Mutex(Values(budget: BudgetState(budget)))
    }

    var clockDifference: Duration? { values.withLock { $0.clockDifference } }
    var clockCorrection: Duration { values.withLock { $0.clockCorrection } }

    func update<Result: Sendable>(_ body: (inout Values) -> Result) -> Result {
        values.withLock { body(&$0) }
    }
}
