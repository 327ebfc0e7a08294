internal import CognitoWire
internal import Synchronization

/// One refresh at a time for each refresh token, whoever asks for it; shared by all keepers of a pool in a process.
///
/// Decisions are made under the lock and carried out after it. A flight is a task of its own: to cancel somebody who
/// waits for it cancels neither the flight nor the others.
final class RefreshFlights: Sendable {
    typealias Landing = Result<UserSession, UserPoolError>

    /// What a session is refreshed with; shown nowhere.
    struct Key: Hashable, Sendable {
        private let token: String

        init(_ token: Sensitive<String>) { self.token = token.value }
    }

    /// Why and since when the service is left alone.
    struct Failure: Sendable {
        /// What the latest attempt came to.
        let error: UserPoolError
        /// How many attempts in a row failed.
        let count: Int
        /// When it failed, in uptime.
        let since: Duration
        /// How long it is left alone.
        let rest: Duration
    }

    /// What a token was exchanged for.
    private struct Landed {
        let session: UserSession
        let at: Duration
        /// Whether a store has it; otherwise this is the only place where it is.
        let isKept: Bool

        func isMemorable(at now: Duration, replayTime: Duration) -> Bool {
            now - at < (isKept ? replayTime : RefreshFlights.rescueTime)
        }
    }

    private struct State {
        var flights: [Key: [UInt64: CheckedContinuation<Landing?, Never>]] = [:]
        var waiterCount: UInt64 = 0
        var landed: [Key: Landed] = [:]
        var failures: [Key: Failure] = [:]
    }

    /// How long it is remembered what a token was exchanged for.
    let replayTime: Duration
    /// How long a failure is remembered once its rest is over, so that the next rest can be longer.
    static let failureMemory = Duration.seconds(120)
    /// How long tokens that no store would take are held for another try.
    static let rescueTime = Duration.seconds(3600)

    private let state = Mutex(State())

    init(replayTime: Duration) { self.replayTime = replayTime }

    /// Begins a flight, or joins the one that is on its way.
    ///
    /// - Parameters:
    ///   - key: What is refreshed with.
    ///   - body: The flight; run by the first who asks only.
    /// - Returns: What the flight came to, and whether it was begun here; `nil` if the task was cancelled meanwhile.
    func land(
        _ key: Key,
        _ body: @escaping @Sendable () async -> Landing
    ) async -> (landing: Landing, isOwn: Bool)? {
        let (number, isOwn) = state.withLock { state in
            state.waiterCount &+= 1
            let begins = state.flights[key] == nil
            if begins { state.flights[key] = [:] }
            return (state.waiterCount, begins)
        }
        if isOwn {
            Task { [self] in
                let landing = await body()
                let waiters = state.withLock { $0.flights.removeValue(forKey: key) }
                for waiter in (waiters ?? [:]).values { waiter.resume(returning: landing) }
            }
        }
        let landing = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isOver = state.withLock { state in
                    guard state.flights[key] != nil else { return true }
                    state.flights[key]?[number] = waiter
                    return false
                }
                // A handler that ran before the waiter was there has found nobody.
                if isOver { waiter.resume(returning: nil) } else if Task.isCancelled { stopWaiting(number, for: key) }
            }
        } onCancel: {
            stopWaiting(number, for: key)
        }
        return landing.map { ($0, isOwn) }
    }

    /// Whether a flight has begun and not landed.
    func isOnItsWay(_ key: Key) -> Bool {
        state.withLock { $0.flights[key] != nil }
    }

    /// How many tasks wait for a flight.
    func waiterCount(_ key: Key) -> Int {
        state.withLock { $0.flights[key]?.count ?? 0 }
    }

    private func stopWaiting(_ number: UInt64, for key: Key) {
        let waiter = state.withLock { $0.flights[key]?.removeValue(forKey: number) }
        waiter?.resume(returning: nil)
    }

    // MARK: What came of it

    /// Remembers what a token was exchanged for, for those who come with the old one in the next moments, or for
    /// another try to keep it.
    func remember(_ session: UserSession, for key: Key, at now: Duration, isKept: Bool) {
        state.withLock { state in
            state.landed = state.landed.filter { $0.value.isMemorable(at: now, replayTime: replayTime) }
            state.landed[key] = Landed(session: session, at: now, isKept: isKept)
            state.failures[key] = nil
        }
    }

    /// What the token was exchanged for a moment ago.
    func recent(_ key: Key, at now: Duration) -> UserSession? {
        state.withLock { state in
            state.landed[key].flatMap { $0.isMemorable(at: now, replayTime: replayTime) ? $0.session : nil }
        }
    }

    /// Lets go of everything about a token, as after signing out.
    func forget(_ key: Key) {
        state.withLock { state in
            state.landed[key] = nil
            state.failures[key] = nil
            state.landed = state.landed.filter { entry in
                entry.value.session.tokens.refreshToken.map { Key($0) } != key
            }
        }
    }

    /// Remembers a failure; the rest doubles with each one in a row, from one second to thirty, less a random part.
    func rest(after error: UserPoolError, for key: Key, at now: Duration, fraction: Double) {
        state.withLock { state in
            state.failures = state.failures.filter { now - $0.value.since < $0.value.rest + Self.failureMemory }
            let count = (state.failures[key]?.count ?? 0) + 1
            let longest = min(Duration.seconds(1) * (1 << min(count - 1, 5)), .seconds(30))
            let rest = longest * (0.5 + min(max(fraction, 0), 1) / 2)
            state.failures[key] = Failure(error: error, count: count, since: now, rest: rest)
        }
    }

    /// The latest failure, while the service is left alone: one second at most if tokens have expired.
    func failure(_ key: Key, at now: Duration, isUrgent: Bool) -> UserPoolError? {
        state.withLock { state in
            guard let failure = state.failures[key] else { return nil }
            let rest = isUrgent ? min(failure.rest, .seconds(1)) : failure.rest
            return now - failure.since < rest ? failure.error : nil
        }
    }
}
