public import ByteCoding

/// `TIMESTAMP`: a moment as the service wants it, such as `Sat Jan 3 04:05:06 UTC 2026`.
///
/// The form is `EEE MMM d HH:mm:ss z yyyy` in English: UTC, hours 00 to 23, no leading zero before the day. It is
/// written by hand, so that no locale or calendar of the machine can get in. The service refuses a proof whose
/// timestamp is far from its own clock with the words it uses for a wrong password.
public struct SRPTimestamp: Hashable, Sendable {
    /// The text that goes over the wire and into the proof.
    public let text: String
    /// The moment, in whole seconds.
    public let time: UnixTime

    /// Writes a moment; fractions of a second are dropped.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/malformedTimestamp`` outside the years 1 to 9999.
    public init(_ time: UnixTime) throws(SRPError) {
        let (days, second) = time.seconds.flooredDivision(by: 86_400)
        guard Self.representableDays.contains(days) else {
            throw SRPError(.malformedTimestamp, "a timestamp lies outside the years 1 to 9999")
        }
        let date = CivilDate(daysSinceEpoch: days)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, to: 2) }.joined(separator: ":")
        let weekday = Self.weekdays[Int((days + 4).flooredDivision(by: 7).remainder)]
        let month = Self.months[date.month - 1]
        text = "\(weekday) \(month) \(date.day) \(clock) UTC \(Self.padded(date.year, to: 4))"
        self.time = UnixTime(seconds: time.seconds)
    }

    /// Reads a text that a client sent; only the exact form passes.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/malformedTimestamp``.
    public init(parsing text: String) throws(SRPError) {
        let malformed = SRPError(
            .malformedTimestamp,
            "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english."
        )
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, text.utf8.count <= 32 else { throw malformed }
        let clock = parts[3].split(separator: ":", omittingEmptySubsequences: false).compactMap { Int64($0) }
        guard let month = Self.months.firstIndex(of: String(parts[1])), clock.count == 3,
            let day = Int64(parts[2]), let year = Int64(parts[5]), (1...31).contains(day), (1...9999).contains(year),
            (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...59).contains(clock[2])
        else { throw malformed }
        let days = CivilDate(year: year, month: month + 1, day: day).daysSinceEpoch
        try self.init(UnixTime(seconds: days * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]))
        // Whatever is not exactly how this moment is written (other padding, a wrong weekday, 31 February) ends here.
        guard self.text.utf8.elementsEqual(text.utf8) else { throw malformed }
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let representableDays =
        CivilDate(year: 1, month: 1, day: 1).daysSinceEpoch...CivilDate(year: 9999, month: 12, day: 31).daysSinceEpoch

    private static func padded(_ number: Int64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A day of the proleptic Gregorian calendar.
///
/// The year is counted from March, so that the leap day is its last: the five months from March to July have
/// 31, 30, 31, 30, 31 days and every later five begin that row again, which is where 153 comes from.
struct CivilDate {
    let year: Int64
    let month: Int
    let day: Int64

    init(year: Int64, month: Int, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that lies `days` after 1 January 1970.
    init(daysSinceEpoch days: Int64) {
        let (era, dayOfEra) = (days + Self.daysFromMarchOfYearZero).flooredDivision(by: Self.daysOf400Years)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// The number of days after 1 January 1970.
    var daysSinceEpoch: Int64 {
        let (era, yearOfEra) = (month <= 2 ? year - 1 : year).flooredDivision(by: 400)
        let monthFromMarch = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * Self.daysOf400Years + dayOfEra - Self.daysFromMarchOfYearZero
    }

    private static let daysOf400Years: Int64 = 146_097
    private static let daysFromMarchOfYearZero: Int64 = 719_468
}

extension Int64 {
    /// Quotient rounded down and the remainder that goes with it, never negative for a positive divisor.
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
