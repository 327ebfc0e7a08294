import Foundation

/// Rates, a line for each thing measured.
enum Table {
    static func printHead(_ title: String) {
        Swift.print("\n" + line(title, ["median", "lowest", "highest"]))
    }

    static func print(_ title: String, _ rates: [Double]) {
        let figures = [rates.median, rates.min() ?? 0, rates.max() ?? 0]
        Swift.print(line(title, figures.map { String(format: "%.0f", $0) }))
    }

    private static func line(_ title: String, _ figures: [String]) -> String {
        title.padding(toLength: 52, withPad: " ", startingAt: 0)
            + figures.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined()
    }
}

extension [Double] {
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
