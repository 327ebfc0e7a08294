import Foundation

/// One figure with how far its rounds lie apart.
package struct Spread: Encodable {
    /// The middle one.
    package let median: Double
    /// The tenth and the ninetieth of a hundred rounds.
    package let low: Double
    package let high: Double

    /// Sorts and picks.
    package init(_ values: [Double]) {
        let sorted = values.sorted()
        func at(_ part: Double) -> Double { sorted[Int((Double(sorted.count - 1) * part).rounded())] }
        (median, low, high) = (at(0.5), at(0.1), at(0.9))
    }
}

extension Duration {
    /// The duration in microseconds.
    package var microseconds: Double { Double(components.seconds) * 1e6 + Double(components.attoseconds) / 1e12 }
}

extension Double {
    /// Two decimals, one from a hundred on.
    package var shown: String { String(format: self < 100 ? "%.2f" : "%.1f", self) }
}
