internal import ByteCoding
internal import FoundationEssentials

extension UnixTime {
    /// The moment as a `Date`.
    var date: Date {
        Date(timeIntervalSince1970: Double(seconds) + Double(milliseconds) / 1000)
    }
}
