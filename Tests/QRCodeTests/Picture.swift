import Foundation
import QRCode
import TestSupport
import Testing

/// Pixels of a symbol with its margin, taken from one of its forms, for a reader that somebody else wrote.
struct Picture {
    /// The rows, from the top; `true` is dark.
    var rows: [[Bool]]

    /// The modules themselves.
    init(_ symbol: QRSymbol) {
        let side = -QRSymbol.margin..<(symbol.moduleCount + QRSymbol.margin)
        rows = side.map { row in side.map { symbol[row, $0] } }
    }

    /// What the paths of an image draw: `M x y h n v 1 h -n z`, one after another.
    init(svg: String) throws {
        let box = try #require(svg.firstMatch(of: /viewBox="0 0 (\d+) (\d+)"/))
        let side = try #require(Int(box.1))
        try #require(box.1 == box.2)
        rows = Array(repeating: Array(repeating: false, count: side), count: side)
        let path = try #require(svg.firstMatch(of: /fill="#000" d="([^"]*)"/)).1
        var covered = 0
        for run in path.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
            let (x, y, count) = (try #require(Int(run.1)), try #require(Int(run.2)), try #require(Int(run.3)))
            try #require(run.3 == run.4)
            for column in x..<(x + count) { rows[y][column] = true }
            covered += run.0.utf8.count
        }
        #expect(covered == path.utf8.count)
    }

    /// What lines of half blocks show.
    init(lines: [String], drawsDark: Bool) {
        rows = lines.flatMap { line in
            let letters = line.filter { " \u{2580}\u{2584}\u{2588}".contains($0) }
            return [
                letters.map { "\u{2580}\u{2588}".contains($0) == drawsDark },
                letters.map { "\u{2584}\u{2588}".contains($0) == drawsDark },
            ]
        }
    }

    /// What `zbarimg` of the ZBar project reads in the picture, four pixels a module; `nil` if it sees no symbol.
    func read() async throws -> String? {
        let file = FileManager.default.temporaryDirectory.appending(path: "symbol-\(UUID().uuidString).pgm")
        defer { try? FileManager.default.removeItem(at: file) }
        let wide = rows.map { row in row.flatMap { Array(repeating: $0 ? UInt8(0) : 255, count: 4) } }
        let size = "\(wide.first?.count ?? 0) \(wide.count * 4)"
        try (Data("P5 \(size) 255\n".utf8) + Data(wide.flatMap { row in (0..<4).flatMap { _ in row } })).write(to: file)
        let reader = try SpawnedProcess(
            "zbarimg",
            ["--quiet", "--raw", "--oneshot", "-Sbinary", "-Sdisable", "-Sqrcode.enable", file.path]
        )
        let (text, status) = try await reader.waitForEnd()
        return status == 0 ? text : nil
    }
}
