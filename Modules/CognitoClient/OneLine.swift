/// Text of others made fit for one line of a log.
enum OneLine {
    /// The first `limit` characters of `text`, with `…` for the rest and `?` for control characters and for the
    /// characters that end a line or turn the writing direction.
    static func bounded(_ text: String, to limit: Int) -> String {
        var result = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else {
                result.append("…")
                break
            }
            result.append(isHarmless(scalar) ? scalar : "?")
            count += 1
        }
        return String(result)
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
        default: true
        }
    }
}
