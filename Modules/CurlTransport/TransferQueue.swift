internal import HTTPTransport

/// What waits between the callers and the loop thread; knows neither lock nor thread, nor how a `Reply` reaches the caller
/// or a `Waiter` learns that the loop has ended.
struct TransferQueue<Reply: Sendable, Waiter: Sendable>: Sendable {
    /// One request on its way to the loop.
    struct Submission: Sendable {
        let id: UInt64
        let request: TransportRequest
        let reply: Reply
    }

    /// Everything the loop has to do now.
    struct Work: Sendable {
        let submissions: [Submission]
        let cancelled: Set<UInt64>
        let resumed: Set<UInt64>
        let isClosing: Bool
    }

    private var lastID: UInt64 = 0
    private var submissions: [Submission] = []
    private var cancelled: Set<UInt64> = []
    private var resumed: Set<UInt64> = []
    private var dropped: Set<UInt64> = []
    private var isClosing = false
    private var isFinished = false
    private var waiters: [Waiter] = []

    mutating func makeID() -> UInt64 {
        lastID &+= 1
        return lastID
    }

    /// Returns why the request is not taken; `nil` if it is.
    mutating func submit(_ submission: Submission) -> TransportError? {
        if cancelled.contains(submission.id) {
            return TransportError(.cancelled, "cancelled before it began", mayHaveReachedServer: false)
        }
        if isClosing {
            return TransportError(.shutDown, "the transport is shut down", mayHaveReachedServer: false)
        }
        submissions.append(submission)
        return nil
    }

    /// A cancellation may come before its submission, and is kept until ``forget(_:)``.
    mutating func cancel(_ id: UInt64) {
        cancelled.insert(id)
    }

    mutating func forget(_ id: UInt64) {
        cancelled.remove(id)
    }

    /// There is room again for the body of a request.
    mutating func resume(_ id: UInt64) {
        resumed.insert(id)
    }

    /// Ends a request that the loop has already; of one that is over nothing stays behind.
    mutating func drop(_ id: UInt64) {
        dropped.insert(id)
    }

    mutating func takeWork() -> Work {
        defer { (submissions, resumed, dropped) = ([], [], []) }
        return Work(
            submissions: submissions,
            cancelled: cancelled.union(dropped),
            resumed: resumed,
            isClosing: isClosing
        )
    }

    mutating func close() {
        isClosing = true
    }

    /// Returns whether `waiter` has to wait; if not, the loop has ended already.
    mutating func wait(_ waiter: Waiter) -> Bool {
        guard !isFinished else { return false }
        waiters.append(waiter)
        return true
    }

    /// The loop has ended: returns who waited for that.
    mutating func finish() -> [Waiter] {
        defer { waiters = [] }
        isFinished = true
        return waiters
    }
}
