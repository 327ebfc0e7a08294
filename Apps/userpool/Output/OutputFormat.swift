import AppSupport
import ArgumentParser
import ByteCoding
import Yams

/// How results are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case table, json, ndjson, yaml, env, value

    /// Prints a result to standard output; where that fails, the command ends.
    func print(_ result: JSONValue) {
        do {
            try StandardOutput.write(line: text(of: result))
        } catch {
            Failure.report(Problem(describing: error), as: self)
        }
    }

    /// The text of a result, without a newline at its end.
    func text(of result: JSONValue) -> String {
        switch self {
        case .json: result.text
        case .ndjson: result.rows.map(\.text).joined(separator: "\n")
        case .yaml: yaml(result)
        case .env: result.leaves.map { "\(Self.variable($0.path))=\(Self.shellQuoted($0.value.plain))" }.lines
        case .value: result.rows.flatMap(\.leaves).map(\.value.plain).lines
        case .table: table(result)
        }
    }

    private func table(_ result: JSONValue) -> String {
        guard case .array(let rows) = result else {
            let leaves = result.leaves.map { ($0.path.shownSafely, $0.value.plain.shownSafely) }
            let width = leaves.map(\.0.count).max() ?? 0
            return leaves.map { path, value in
                path + String(repeating: " ", count: width - path.count + 2) + value
            }.lines
        }
        let names = rows.first?.leaves.map(\.path) ?? []
        let cells = [names] + rows.map { row in row.leaves.map(\.value.plain.shownSafely) }
        let widths = names.indices.map { column in cells.compactMap { $0.dropFirst(column).first?.count }.max() ?? 0 }
        return cells.map { row in
            let padded = zip(row.dropLast(), widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
            return (padded + row.suffix(1)).joined(separator: "  ")
        }.lines
    }

    private func yaml(_ result: JSONValue) -> String {
        let text = (try? Yams.serialize(node: result.node, sortKeys: false)) ?? ""
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private static func variable(_ path: String) -> String {
        path.reduce(into: "") { name, character in
            let isWordStart = character.isUppercase && name.last?.isLowercaseOrDigit == true
            name += (isWordStart ? "_" : "") + (character.isLetter || character.isNumber ? String(character) : "_")
        }.uppercased()
    }

    private static func shellQuoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}

extension JSONValue {
    /// The rows of a list; anything else is one row.
    fileprivate var rows: [JSONValue] {
        if case .array(let rows) = self { rows } else { [self] }
    }

    fileprivate var node: Node {
        switch self {
        case .object(let object): Node(object.members.map { (Node($0.name, Tag(.str)), $0.value.node) })
        case .array(let elements): Node(elements.map(\.node))
        case .string(let text): Node(text, Tag(.str), .any)
        case .number(let number): Node(number.text, Tag(number.text.contains { ".eE".contains($0) } ? .float : .int))
        case .bool(let flag): Node(flag ? "true" : "false", Tag(.bool))
        case .null: Node("null", Tag(.null))
        }
    }
}

extension Character {
    fileprivate var isLowercaseOrDigit: Bool { isLowercase || isNumber }
}

extension [String] {
    fileprivate var lines: String { joined(separator: "\n") }
}
