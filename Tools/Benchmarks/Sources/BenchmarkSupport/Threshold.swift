import Foundation

/// One line of a list in `Thresholds/`: a figure, and what it must not exceed or fall below.
package struct Threshold: Decodable {
    /// Which figure of the case.
    package let figure: Figure
    /// Which case.
    package let id: String
    private let atMost: Double?
    private let atLeast: Double?

    /// What is measured of cases.
    package enum Figure: String, Decodable {
        case microseconds
        case ratioToRaw
        case threadFactor
        case heapBlocks
    }

    /// A checked-in list, `Thresholds/NAME.json`.
    package static func all(_ name: String) throws -> [Threshold] {
        let file = URL(filePath: #filePath).appending(path: "../../../Thresholds/\(name).json").standardizedFileURL
        return try JSONDecoder().decode([Threshold].self, from: Data(contentsOf: file))
    }

    /// Holds the figure's value against the limit; `nil` if nothing of that name was measured.
    package func verdict(of value: Double?) throws -> Verdict {
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
package struct Verdict: Encodable {
    /// The figure's name and the case's.
    package let figure: String
    /// What was measured.
    package let value: Double
    /// The limit in words.
    package let wanted: String
    /// Whether the value keeps to it.
    package let isMet: Bool
}
