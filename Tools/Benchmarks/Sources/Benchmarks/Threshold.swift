import Foundation

/// One line of `Thresholds/verification.json`: a figure, and what it must not exceed or fall below.
struct Threshold: Decodable {
    let figure: Figure
    let id: String
    let atMost: Double?
    let atLeast: Double?

    enum Figure: String, Decodable {
        case microseconds
        case ratioToRaw
        case threadFactor
        case heapBlocks
    }

    /// The checked-in list.
    static func all() throws -> [Threshold] {
        let file = URL(filePath: #filePath).appending(path: "../../../Thresholds/verification.json").standardizedFileURL
        return try JSONDecoder().decode([Threshold].self, from: Data(contentsOf: file))
    }

    /// Looks the figure up among what was measured.
    func verdict(_ rows: [Report.Row], _ scaling: [Report.Scaling], _ heap: [Report.Heap]) throws -> Verdict {
        let value =
            switch figure {
            case .microseconds: rows.first { $0.id == id }?.microseconds.median
            case .ratioToRaw: rows.first { $0.id == id }?.ratioToRaw.median
            case .threadFactor: scaling.first { $0.id == id }?.factor.median
            case .heapBlocks: heap.first { $0.id == id }.map { Double($0.blocks) }
            }
        guard let value, (atMost == nil) != (atLeast == nil) else {
            throw Failure("a threshold names no figure or no limit: \(figure.rawValue) of \(id)")
        }
        return Verdict(
            figure: "\(figure.rawValue) of \(id)",
            value: value,
            wanted: atMost.map { "at most \($0.shown)" } ?? "at least \((atLeast ?? 0).shown)",
            isMet: atMost.map { value <= $0 } ?? (value >= atLeast ?? 0)
        )
    }
}

/// Whether a threshold is met.
struct Verdict: Encodable {
    let figure: String
    let value: Double
    let wanted: String
    let isMet: Bool
}
