package import ByteCoding

/// Moments as the answers spell them.
package enum WrittenTime {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Sat, 03 Jan 2026 04:05:06 GMT` (RFC 9110 §5.6.7); `nil` beyond the years of four digits.
    static func http(_ time: UnixTime) -> String? {
        guard let civil = CivilTime(time) else { return nil }
        let day = "\(CivilTime.digits(civil.day, 2)) \(months[civil.month - 1]) \(CivilTime.digits(civil.year, 4))"
        return "\(weekdays[civil.weekday]), \(day) \(civil.clock) GMT"
    }

    /// `2026-01-03T04:05:06.007Z` (RFC 3339); `nil` beyond the years of four digits.
    package static func timestamp(_ time: UnixTime) -> String? {
        guard let civil = CivilTime(time) else { return nil }
        let date =
            "\(CivilTime.digits(civil.year, 4))-\(CivilTime.digits(civil.month, 2))-\(CivilTime.digits(civil.day, 2))"
        return "\(date)T\(civil.clock).\(CivilTime.digits(time.milliseconds, 3))Z"
    }

    /// A moment from `2026-01-03T04:05:06Z`, with milliseconds or without (RFC 3339 §5.6); `nil` for any other text.
    package static func read(_ text: String) -> UnixTime? {
        guard
            let match = text.wholeMatch(
                of: /([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{3}))?Z/
            ),
            let (year, month, day) = numbers(match.1, match.2, match.3),
            let (hour, minute, second) = numbers(match.4, match.5, match.6),
            let civil = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        return UnixTime(seconds: civil.unixTime.seconds, milliseconds: match.7.flatMap { Int($0) } ?? 0)
    }

    private static func numbers(_ first: Substring, _ second: Substring, _ third: Substring) -> (Int, Int, Int)? {
        guard let first = Int(first), let second = Int(second), let third = Int(third) else { return nil }
        return (first, second, third)
    }
}
