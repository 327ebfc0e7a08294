/// How long a request may wait for something to happen: `500ms`, `10s` or `1m`, at most a minute.
enum WaitTime {
    /// The time; `nil` for any other text.
    static func parse(_ text: String) -> Duration? {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        guard (1...5).contains(digits.count), let number = Int(Substring(digits)) else { return nil }
        let time: Duration? =
            switch Substring(text.utf8.dropFirst(digits.count)) {
            case "ms": .milliseconds(number)
            case "s": .seconds(number)
            case "m": .seconds(number * 60)
            default: nil
            }
        return time.flatMap { $0 <= .seconds(60) ? $0 : nil }
    }
}
