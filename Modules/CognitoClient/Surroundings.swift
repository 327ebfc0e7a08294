public import ByteCoding

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Time and chance as the client sees them: parameters, so that a test decides both.
public struct Surroundings: Sendable {
    /// The wall clock, which signatures are made with.
    public var now: @Sendable () -> UnixTime
    /// Time since some moment in the past, which never runs backwards; deadlines and budgets are measured with it.
    public var uptime: @Sendable () -> Duration
    /// A number from 0 up to, but not including, 1: how much of a wait is waited.
    public var fraction: @Sendable () -> Double
    /// Waits; throws when the task is cancelled, and only then.
    public var sleep: @Sendable (Duration) async throws(CancellationError) -> Void

    /// Takes all four.
    public init(
        now: @escaping @Sendable () -> UnixTime,
        uptime: @escaping @Sendable () -> Duration,
        fraction: @escaping @Sendable () -> Double,
        sleep: @escaping @Sendable (Duration) async throws(CancellationError) -> Void
    ) {
        self.now = now
        self.uptime = uptime
        self.fraction = fraction
        self.sleep = sleep
    }

    /// The machine's clocks, the system's randomness, and real waits.
    public static let system = Surroundings(
        now: { wallClock() },
        uptime: { ContinuousClock.now - start },
        fraction: { Double.random(in: 0..<1) },
        sleep: { duration throws(CancellationError) in
            do {
                try await Task.sleep(for: duration, clock: .continuous)
            } catch {
                throw CancellationError()
            }
        }
    )

    private static let start = ContinuousClock.now

    private static func wallClock() -> UnixTime {
        var value = timespec()
        // SAFETY: the call writes to `value`, which outlives it; CLOCK_REALTIME is always there.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &value)
        return UnixTime(seconds: Int64(value.tv_sec), milliseconds: Int(value.tv_nsec / 1_000_000))
    }
}
