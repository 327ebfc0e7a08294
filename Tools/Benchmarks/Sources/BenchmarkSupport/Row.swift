import Foundation

/// What was measured of one case, beside the raw one.
package struct Row: Encodable {
    /// What figures and thresholds call the case.
    package let id: String
    /// What the table calls it.
    package let title: String
    /// The wall time of one operation.
    package let microseconds: Spread
    /// How many times as long as the raw case of the same round.
    package let ratioToRaw: Spread

    /// Figures round by round.
    ///
    /// - Parameters:
    ///   - cases: What was measured, the raw case first.
    ///   - times: Microseconds for one operation of each case, in each round.
    /// - Returns: One row for each case.
    package static func all(of cases: [Case], _ times: [[Double]]) -> [Row] {
        zip(cases, times).map { one, own in
            Row(
                id: one.id,
                title: one.title,
                microseconds: Spread(own),
                ratioToRaw: Spread(zip(own, times[0]).map { $0 / $1 })
            )
        }
    }

    /// The table of all rows, for people.
    package static func table(_ rows: [Row]) -> [String] {
        [line("one operation", "median µs", "10 %–90 %", "× OpenSSL")]
            + rows.map { row in
                let time = row.microseconds
                return line(
                    row.title,
                    time.median.shown,
                    "\(time.low.shown)–\(time.high.shown)",
                    row.ratioToRaw.median.shown
                )
            }
    }

    /// The table of verdicts, for people.
    package static func table(_ verdicts: [Verdict]) -> [String] {
        [line("threshold", "is", "must be", "")]
            + verdicts.map { line($0.figure, $0.value.shown, $0.wanted, $0.isMet ? "met" : "NOT MET") }
    }

    /// One line of a table: a title and three columns.
    package static func line(_ title: String, _ first: String, _ second: String, _ third: String) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(1, width - text.count)) + text
        }
        let name = title + String(repeating: " ", count: max(0, 46 - title.count))
        let line = name + padded(first, 12) + padded(second, 18) + padded(third, 12)
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}
