internal import ByteCoding

/// Moments as the answers spell them.
enum WrittenTime {
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
    static func timestamp(_ time: UnixTime) -> String? {
        guard let civil = CivilTime(time) else { return nil }
        let date =
            "\(CivilTime.digits(civil.year, 4))-\(CivilTime.digits(civil.month, 2))-\(CivilTime.digits(civil.day, 2))"
        return "\(date)T\(civil.clock).\(CivilTime.digits(time.milliseconds, 3))Z"
    }
}
