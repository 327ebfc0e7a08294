import Foundation

/// One Swift example of the README or of a catalogue.
///
/// What an example takes for granted stands before it in a comment that no page shows:
/// `<!-- given: password: SecretBytes, transport: any HTTPTransport -->`, the parameters of the function that it becomes.
struct Example {
    /// The page and the line that the example begins at.
    let place: String
    let given: String
    let lines: [String]

    /// Top of the checkout that the tests were built from.
    static let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every example, by page.
    static func all() throws -> [Example] {
        let modules = top.appending(path: "Modules")
        let rooms = try FileManager.default.contentsOfDirectory(atPath: modules.path).sorted()
        let catalogues = rooms.flatMap { room -> [String] in
            let folder = "Modules/\(room)/\(room).docc"
            let pages = try? FileManager.default.contentsOfDirectory(atPath: top.appending(path: folder).path)
            return (pages ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
        }
        return try (["README.md"] + catalogues).flatMap { page -> [Example] in
            let url = top.appending(path: page)
            guard FileManager.default.fileExists(atPath: url.path) else { return [] }
            return examples(in: try String(contentsOf: url, encoding: .utf8), page: page)
        }
    }

    /// The examples of one page.
    static func examples(in text: String, page: String) -> [Example] {
        var found: [Example] = []
        var given = ""
        var block: [String]?
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let lines = block {
                if line == "```" {
                    found.append(Example(place: "\(page):\(number - lines.count)", given: given, lines: lines))
                    (block, given) = (nil, "")
                } else {
                    block = lines + [String(line)]
                }
            } else if line == "```swift" {
                block = []
            } else if line.hasPrefix("<!-- given: "), line.hasSuffix(" -->") {
                given = String(line.dropFirst("<!-- given: ".count).dropLast(" -->".count))
            }
        }
        return found
    }

    /// The example as a source file: its imports, and the rest within a function.
    func source(number: Int) -> String {
        let imports = lines.filter { $0.hasPrefix("import ") }
        let body = lines.filter { !$0.hasPrefix("import ") }
        return """
            // \(place)
            \(imports.joined(separator: "\n"))
            func example\(number)(\(given)) async throws {
            \(body.joined(separator: "\n"))
            }

            """
    }
}
