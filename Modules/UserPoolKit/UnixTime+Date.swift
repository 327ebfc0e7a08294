package import ByteCoding
package import FoundationEssentials

extension UnixTime {
    /// The moment of a `Date`, rounded down to the millisecond; the nearest end of the range if it lies beyond.
    package init(_ date: Date) {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded(.down)
        if let exact = Int64(exactly: milliseconds) {
            self.init(millisecondsSinceEpoch: exact)
        } else {
            self = milliseconds < 0 ? .earliest : .latest
        }
    }

    /// The moment as a `Date`.
    var date: Date {
        Date(timeIntervalSince1970: Double(seconds) + Double(milliseconds) / 1000)
    }
}
