internal import ByteCoding

/// The date of an HTTP header in the one form that may be sent: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays: Set<Substring> = ["Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,", "Sun,"]

    /// The moment; `nil` for any other form, and for days and times that do not exist.
    ///
    /// The day of the week is not compared with the date. The 60th second of a leap second counts as the next one.
    static func parse(_ text: String) -> UnixTime? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard text.utf8.count == 29, parts.count == 6, weekdays.contains(parts[0]), parts[5] == "GMT",
            let month = months.firstIndex(of: String(parts[2])), let day = number(parts[1], digits: 2),
            let year = number(parts[3], digits: 4)
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 2) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2], second <= 60,
            let time = CivilTime(
                year: year,
                month: month + 1,
                day: day,
                hour: hour,
                minute: minute,
                second: min(second, 59)
            )
        else { return nil }
        return time.unixTime.adding(.seconds(second == 60 ? 1 : 0))
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}
