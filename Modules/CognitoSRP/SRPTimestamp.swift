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
        guard let civil = CivilTime(time) else {
            throw SRPError(.malformedTimestamp, "a timestamp lies outside the years 1 to 9999")
        }
        let date = "\(Self.weekdays[civil.weekday]) \(Self.months[civil.month - 1]) \(civil.day)"
        text = "\(date) \(civil.clock) UTC \(CivilTime.digits(civil.year, 4))"
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
        guard text.utf8.count <= 32 else { throw malformed }
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, let month = Self.months.firstIndex(of: String(parts[1])), let day = Int(parts[2]),
            let year = Int(parts[5])
        else { throw malformed }
        let clock = parts[3].split(separator: ":", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard clock.count == 3,
            let civil = CivilTime(
                year: year,
                month: month + 1,
                day: day,
                hour: clock[0],
                minute: clock[1],
                second: clock[2]
            )
        else { throw malformed }
        try self.init(civil.unixTime)
        // Whatever is not exactly how this moment is written, such as other padding or a wrong weekday, ends here.
        guard self.text.utf8.elementsEqual(text.utf8) else { throw malformed }
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
