/// A moment in time: seconds and milliseconds since 1970-01-01 00:00:00 UTC, without leap seconds.
///
/// Arithmetic stops at the ends of the range instead of trapping, so that a date made of hostile input cannot end a
/// process.
public struct UnixTime: Comparable, Hashable, Sendable {
    /// The first moment of the range.
    public static let earliest = UnixTime(seconds: .min)

    /// The last moment of the range.
    public static let latest = UnixTime(seconds: .max, milliseconds: 999)

    /// Whole seconds since the epoch, rounded down.
    public let seconds: Int64

    /// The part of a second after ``seconds``, from 0 to 999.
    public let milliseconds: Int

    /// Makes a moment; milliseconds outside of 0 to 999 carry over into the seconds.
    public init(seconds: Int64, milliseconds: Int = 0) {
        var carry = Int64(milliseconds / 1000)
        var part = milliseconds % 1000
        if part < 0 {
            part += 1000
            carry -= 1
        }
        let (sum, hasOverflown) = seconds.addingReportingOverflow(carry)
        guard hasOverflown else {
            self.seconds = sum
            self.milliseconds = part
            return
        }
        self = seconds < 0 ? .earliest : .latest
    }

    /// Makes a moment from milliseconds since the epoch.
    public init(millisecondsSinceEpoch milliseconds: Int64) {
        self.init(seconds: milliseconds / 1000, milliseconds: Int(milliseconds % 1000))
    }

    /// The moment that is `duration` later, rounded down to the millisecond; the end of the range if there is none.
    public func adding(_ duration: Duration) -> UnixTime {
        let (whole, attoseconds) = duration.components
        let attosecondsPerMillisecond: Int64 = 1_000_000_000_000_000
        var part = attoseconds / attosecondsPerMillisecond
        if attoseconds % attosecondsPerMillisecond < 0 { part -= 1 }
        let (sum, hasOverflown) = seconds.addingReportingOverflow(whole)
        guard !hasOverflown else { return whole < 0 ? .earliest : .latest }
        return UnixTime(seconds: sum, milliseconds: milliseconds + Int(part))
    }

    /// How much later this moment is than `other`; negative if it is earlier.
    public func duration(since other: UnixTime) -> Duration {
        .seconds(seconds) - .seconds(other.seconds) + .milliseconds(milliseconds - other.milliseconds)
    }

    /// Orders moments from early to late.
    public static func < (first: UnixTime, second: UnixTime) -> Bool {
        (first.seconds, first.milliseconds) < (second.seconds, second.milliseconds)
    }
}
