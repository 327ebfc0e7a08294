/// How long the pool waits for others: for triggers, for a mail server.
struct Patience: Sendable {
    /// Thrown when it is at its end.
    struct Exhausted: Error {}

    /// The longest wait.
    let limit: Duration
    /// Returns when that much time has gone by; tests need not wait for it.
    let wait: @Sendable (Duration) async throws -> Void

    /// Runs `body` for as long as the limit allows; it is cancelled then, and left alone if it does not heed that.
    ///
    /// - Parameter body: What takes its time.
    /// - Returns: What `body` returns.
    /// - Throws: ``Exhausted``, `CancellationError`, or what `body` throws.
    func limit<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let (results, continuation) = AsyncStream.makeStream(of: Result<Value, any Error>.self)
        let work = Task {
            do {
                continuation.yield(.success(try await body()))
            } catch {
                continuation.yield(.failure(error))
            }
            continuation.finish()
        }
        let timer = Task { [limit, wait] in
            try await wait(limit)
            continuation.yield(.failure(Exhausted()))
            continuation.finish()
        }
        defer {
            work.cancel()
            timer.cancel()
        }
        for await result in results { return try result.get() }
        throw CancellationError()
    }
}
