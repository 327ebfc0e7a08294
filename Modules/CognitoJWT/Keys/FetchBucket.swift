internal import ByteCoding

/// How often the keys of one address may be asked for: at once at first, then one fetch each ten seconds.
///
/// Whatever needs a fetch takes from the same bucket: the first one, an unknown key, a failure's repetition and a refresh.
struct FetchBucket {
    /// The time in which one fetch grows back.
    static let interval = Duration.seconds(10)
    /// How many fetches a full bucket holds.
    static let burst = 2
    /// How far the moments of several threads may be apart; a clock further back than that was set.
    static let clockTolerance = Duration.seconds(10)

    private static let full = interval * burst

    private var saved = full
    private var countedAt: UnixTime?

    /// Takes one fetch out of the bucket.
    ///
    /// - Parameter now: The time of day. A clock that was set back brings nothing and takes nothing; one that was set
    ///   forward fills the bucket once.
    /// - Returns: Whether there was one.
    mutating func take(at now: UnixTime) -> Bool {
        fill(at: now)
        guard saved >= Self.interval else { return false }
        saved -= Self.interval
        return true
    }

    /// The moment from which on there is a fetch, if nobody takes it before.
    var nextFetch: UnixTime {
        guard saved < Self.interval, let countedAt else { return .earliest }
        return countedAt.adding(Self.interval - saved)
    }

    private mutating func fill(at now: UnixTime) {
        guard let last = countedAt else {
            countedAt = now
            return
        }
        let elapsed = now.duration(since: last)
        if elapsed < .zero, elapsed >= .zero - Self.clockTolerance { return }
        countedAt = now
        saved = min(Self.full, saved + max(.zero, elapsed))
    }
}
