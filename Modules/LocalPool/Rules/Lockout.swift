internal import ByteCoding

/// How one factor of one name is slowed down after failures, as the service does it: the fifth failure in a row locks
/// for a second, each further one for twice as long, up to about 15 minutes.
///
/// What is tried during a lock does not count. A success ends it all, and so do 15 quiet minutes.
struct Lockout: Equatable, Sendable {
    /// Failures in a row.
    private(set) var failures = 0
    /// Until when nothing is tried; the moment of the last failure if that locked nothing.
    private(set) var lockedUntil = UnixTime.earliest

    /// How long a row of failures is remembered after its last one, and the longest lock.
    static let quietPeriod = Duration.seconds(15 * 60)
    private static let freeFailures = 5

    init() {}

    init(failures: Int, lockedUntil: UnixTime) {
        self.failures = failures
        self.lockedUntil = lockedUntil
    }

    /// Whether nothing is tried at that moment.
    func isLocked(at time: UnixTime) -> Bool {
        time < lockedUntil
    }

    /// The state after a failure.
    func failed(at time: UnixTime) -> Lockout {
        let failures = isForgotten(at: time) ? 1 : self.failures + 1
        return Lockout(failures: failures, lockedUntil: time.adding(Self.lock(after: failures)))
    }

    /// Whether the failures no longer count; the quiet begins where the lock ends, as the longest lock would outlast it.
    func isForgotten(at time: UnixTime) -> Bool {
        lockedUntil.adding(Self.quietPeriod) <= time
    }

    private static func lock(after failures: Int) -> Duration {
        guard failures >= freeFailures else { return .zero }
        // 2^10 s is more than the longest lock already.
        let seconds = 1 << min(failures - freeFailures, 10)
        return min(.seconds(seconds), quietPeriod)
    }
}
