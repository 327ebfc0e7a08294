import CAllocations
import Foundation

/// Everything that one run measured.
struct Report: Encodable {
    /// One line of the table.
    struct Row: Encodable {
        let id: String
        let title: String
        let microseconds: Spread
        /// How many times as long as OpenSSL alone in the same round.
        let ratioToRaw: Spread
    }

    /// What two threads do against one.
    struct Scaling: Encodable {
        let id: String
        let title: String
        let factor: Spread
    }

    /// What one operation asks of the heap.
    struct Heap: Encodable {
        let id: String
        let title: String
        let blocks: Int
        let bytes: Int
    }

    let rows: [Row]
    let scaling: [Scaling]
    let heap: [Heap]
    let verdicts: [Verdict]

    /// Measures.
    @concurrent
    static func measure(_ fixture: Fixture, rounds: Rounds) async throws -> Report {
        let cases = try await Cases(fixture)
        let times = try await rounds.times(of: cases.timed)
        let rows = zip(cases.timed, times).map { one, own in
            Row(
                id: one.id,
                title: one.title,
                microseconds: Spread(own),
                ratioToRaw: Spread(zip(own, times[0]).map { $0 / $1 })
            )
        }
        let threaded = [cases.raw, cases.verifyAccess, cases.verifyFromCache]
        let scaling = zip(threaded, try await rounds.scaling(of: threaded)).map {
            Scaling(id: $0.id, title: $0.title, factor: Spread($1))
        }
        var heap: [Heap] = []
        for one in [cases.verifyAccess] + cases.refusals { heap.append(try Self.heap(of: one)) }
        return Report(
            rows: rows,
            scaling: scaling,
            heap: heap,
            verdicts: try Threshold.all().map { try $0.verdict(rows, scaling, heap) }
        )
    }

    /// Counts the second run of a case; the first one makes what is made once.
    private static func heap(of one: Case) throws -> Heap {
        guard case .blocking(let body) = one.body else { throw Failure("\(one.id) waits") }
        try body(1)
        allocations_start()
        try body(1)
        let counted = allocations_stop()
        return Heap(id: one.id, title: one.title, blocks: Int(counted.count), bytes: Int(counted.bytes))
    }

    /// The tables, for people.
    var text: String {
        var lines = [Self.line("one operation", "median µs", "10 %–90 %", "× OpenSSL")]
        for row in rows {
            let time = row.microseconds
            lines.append(
                Self.line(
                    row.title,
                    time.median.shown,
                    "\(time.low.shown)–\(time.high.shown)",
                    row.ratioToRaw.median.shown
                )
            )
        }
        lines += ["", Self.line("two threads against one", "factor", "10 %–90 %", "")]
        for row in scaling {
            lines.append(
                Self.line(row.title, row.factor.median.shown, "\(row.factor.low.shown)–\(row.factor.high.shown)", "")
            )
        }
        lines += ["", Self.line("asked of the heap", "blocks", "bytes", "")]
        lines += heap.map { Self.line($0.title, "\($0.blocks)", "\($0.bytes)", "") }
        lines += ["", Self.line("threshold", "is", "must be", "")]
        lines += verdicts.map { Self.line($0.figure, $0.value.shown, $0.wanted, $0.isMet ? "met" : "NOT MET") }
        return lines.joined(separator: "\n")
    }

    private static func line(_ title: String, _ first: String, _ second: String, _ third: String) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(1, width - text.count)) + text
        }
        let name = title + String(repeating: " ", count: max(0, 46 - title.count))
        let line = name + padded(first, 12) + padded(second, 18) + padded(third, 12)
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}

extension Double {
    /// Two decimals, one from a hundred on.
    var shown: String { String(format: self < 100 ? "%.2f" : "%.1f", self) }
}
