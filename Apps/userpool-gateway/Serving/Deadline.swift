import AppSupport

/// Ends work that takes too long.
enum Deadline {
    /// Runs `work`, and cancels it when the time is over.
    ///
    /// - Throws: What `work` throws, or ``Expired``.
    static func run<Result: Sendable>(
        within time: Duration,
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else { throw Expired() }
            return result
        }
    }

    /// The time is over.
    struct Expired: Error {}
}
