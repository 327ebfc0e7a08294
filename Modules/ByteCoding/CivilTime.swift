/// A moment as a calendar shows it: the Gregorian calendar, UTC, the years 1 to 9999, no leap seconds.
///
/// Computed here, so that no locale, calendar or time zone of the machine can get into what goes over a wire.
public struct CivilTime: Hashable, Sendable {
    /// 1 to 9999.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int
    /// 0 to 59.
    public let second: Int

    /// Takes a date and a time of day.
    ///
    /// - Returns: `nil` if there is no such moment: 31 April, the hour 24, the year 10000.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        // A day that the month does not have would read back as another one.
        guard CivilTime(unixTime) == self else { return nil }
    }

    /// The calendar's view of `time`, fractions of a second dropped.
    ///
    /// - Returns: `nil` outside of the years 1 to 9999, which is as far as four digits go.
    public init?(_ time: UnixTime) {
        guard (-62_135_596_800...253_402_300_799).contains(time.seconds) else { return nil }
        // Days are counted from 0000-03-01, so that a leap day is the last of its year, and the sum is not negative.
        let sinceMarch = Int(time.seconds) + Self.daysFromMarchOfYearZero * 86_400
        let (days, secondOfDay) = (sinceMarch / 86_400, sinceMarch % 86_400)
        let (era, dayOfEra) = (days / 146_097, days % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        // From March on, five months have 153 days: 31, 30, 31, 30, 31.
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        (hour, minute, second) = (secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60)
    }

    /// The moment.
    public var unixTime: UnixTime {
        UnixTime(seconds: Int64(daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second))
    }

    /// The day of the week: 0 is Sunday.
    public var weekday: Int {
        // 1 January of the year 1, a Monday, lies 719 162 days before 1 January 1970.
        (daysSinceEpoch + 719_162 + 1) % 7
    }

    /// The time of day with colons, as in `04:05:06`.
    public var clock: String {
        "\(Self.digits(hour, 2)):\(Self.digits(minute, 2)):\(Self.digits(second, 2))"
    }

    /// `20150830T123600Z`: the basic format of ISO 8601.
    public var basicFormat: String {
        "\(Self.digits(year, 4))\(Self.digits(month, 2))\(Self.digits(day, 2))T"
            + "\(Self.digits(hour, 2))\(Self.digits(minute, 2))\(Self.digits(second, 2))Z"
    }

    /// `value` with zeros before it, up to `count` digits.
    public static func digits(_ value: Int, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }

    private var daysSinceEpoch: Int {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - Self.daysFromMarchOfYearZero
    }

    private static let daysFromMarchOfYearZero = 719_468
}
