import ArgumentParser
import Foundation
import Yams

/// How results are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case table, json, ndjson, yaml, env, value

    /// Prints a result to standard output.
    func print(_ result: OutputValue) {
        FileHandle.standardOutput.write(Data((text(of: result) + "\n").utf8))
    }

    /// The text of a result, without a newline at its end.
    func text(of result: OutputValue) -> String {
        switch self {
        case .json: result.json
        case .ndjson: result.rows.map(\.json).joined(separator: "\n")
        case .yaml: yaml(result)
        case .env: result.leaves.map { "\(Self.variable($0.path))=\(Self.shellQuoted($0.value.plain))" }.lines
        case .value: result.rows.flatMap(\.leaves).map(\.value.plain).lines
        case .table: table(result)
        }
    }

    private func table(_ result: OutputValue) -> String {
        guard case .list(let rows) = result else {
            let leaves = result.leaves
            let width = leaves.map(\.path.count).max() ?? 0
            return leaves.map { path, value in
                path + String(repeating: " ", count: width - path.count + 2) + value.plain
            }.lines
        }
        let names = rows.first?.leaves.map(\.path) ?? []
        let cells = [names] + rows.map { row in row.leaves.map(\.value.plain) }
        let widths = names.indices.map { column in cells.compactMap { $0.dropFirst(column).first?.count }.max() ?? 0 }
        return cells.map { row in
            let padded = zip(row.dropLast(), widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
            return (padded + row.suffix(1)).joined(separator: "  ")
        }.lines
    }

    private func yaml(_ result: OutputValue) -> String {
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

extension OutputValue {
    /// The rows of a list; anything else is one row.
    fileprivate var rows: [OutputValue] {
        if case .list(let rows) = self { rows } else { [self] }
    }

    fileprivate var node: Node {
        switch self {
        case .object(let members): Node(members.map { (Node($0.name), $0.value.node) })
        case .list(let elements): Node(elements.map(\.node))
        case .text(let text): Node(text, Tag(.str), .any)
        case .number(let number): Node(String(number), Tag(.int))
        case .flag(let flag): Node(flag ? "true" : "false", Tag(.bool))
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
