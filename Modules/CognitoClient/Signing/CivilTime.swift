internal import ByteCoding

/// A moment as a calendar shows it: the Gregorian calendar, UTC, no leap seconds.
struct CivilTime: Equatable {
    var year: Int64
    var month: Int64
    var day: Int64
    var hour: Int64
    var minute: Int64
    var second: Int64

    init(year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// The calendar's view of `time`; `nil` outside of the years 1 to 9999, which is as far as four digits go.
    init?(_ time: UnixTime) {
        guard (-62_135_596_800...253_402_300_799).contains(time.seconds) else { return nil }
        // Days are counted from 0000-03-01, so that a leap day is the last of its year, and the sum is not negative.
        let sinceMarch = time.seconds + 719_468 * 86_400
        let (days, secondOfDay) = (sinceMarch / 86_400, sinceMarch % 86_400)
        let (era, dayOfEra) = (days / 146_097, days % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
    }

    /// The moment; `nil` if there is no such day or time.
    ///
    /// The 60th second of a minute, a leap second, counts as the first of the next one.
    var unixTime: UnixTime? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let time = UnixTime(seconds: days * 86_400 + hour * 3600 + minute * 60 + second)
        // A day that the month does not have would read back as another one.
        guard second == 60 || CivilTime(time) == self else { return nil }
        return time
    }

    /// `20150830T123600Z`, as Signature Version 4 writes time.
    var basicFormat: String {
        "\(Self.digits(year, 4))\(Self.digits(month, 2))\(Self.digits(day, 2))T"
            + "\(Self.digits(hour, 2))\(Self.digits(minute, 2))\(Self.digits(second, 2))Z"
    }

    private static func digits(_ value: Int64, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}
