/// Spans of time as the local routes write them: `500ms`, `-90s`, `15m`, `24h` or `30d`.
package enum DurationText {
    /// The span; `nil` for any other text.
    package static func parse(_ text: String) -> Duration? {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let rest = text.utf8.dropFirst(isNegative ? 1 : 0)
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        let unit = Substring(rest.dropFirst(digits.count))
        // Ten digits of days are beyond every calendar, as are fifteen of milliseconds, and both far from overflowing.
        guard (1...(unit == "ms" ? 15 : 10)).contains(digits.count), let number = Int64(Substring(digits)) else {
            return nil
        }
        let span: Duration? =
            switch unit {
            case "ms": .milliseconds(number)
            case "s": .seconds(number)
            case "m": .seconds(number * 60)
            case "h": .seconds(number * 3600)
            case "d": .seconds(number * 86_400)
            default: nil
            }
        return span.map { isNegative ? .zero - $0 : $0 }
    }

    /// The span in whole seconds, or in milliseconds if it has a fraction.
    package static func text(_ span: Duration) -> String {
        let (seconds, attoseconds) = span.components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        guard milliseconds != 0 else { return "\(seconds)s" }
        let (thousandfold, isTooLarge) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, overflows) = thousandfold.addingReportingOverflow(milliseconds)
        return isTooLarge || overflows ? "\(seconds)s" : "\(sum)ms"
    }
}
