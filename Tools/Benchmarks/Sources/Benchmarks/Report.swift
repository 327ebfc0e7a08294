import BenchmarkSupport
import CAllocations
import Foundation

/// Everything that one run measured.
struct Report: Encodable {
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
        let rows = Row.all(of: cases.timed, times)
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
            verdicts: try Threshold.all("verification").map { threshold in
                let id = threshold.id
                let value: Double? =
                    switch threshold.figure {
                    case .microseconds: rows.first { $0.id == id }?.microseconds.median
                    case .ratioToRaw: rows.first { $0.id == id }?.ratioToRaw.median
                    case .threadFactor: scaling.first { $0.id == id }?.factor.median
                    case .heapBlocks: heap.first { $0.id == id }.map { Double($0.blocks) }
                    }
                return try threshold.verdict(of: value)
            }
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
        var lines = Row.table(rows)
        lines += ["", Row.line("two threads against one", "factor", "10 %–90 %", "")]
        for row in scaling {
            lines.append(
                Row.line(row.title, row.factor.median.shown, "\(row.factor.low.shown)–\(row.factor.high.shown)", "")
            )
        }
        lines += ["", Row.line("asked of the heap", "blocks", "bytes", "")]
        lines += heap.map { Row.line($0.title, "\($0.blocks)", "\($0.bytes)", "") }
        lines += [""] + Row.table(verdicts)
        return lines.joined(separator: "\n")
    }
}
