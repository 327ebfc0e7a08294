import Foundation

/// JSON text with one form for each value: names sorted, two spaces, short objects and lists on one line.
enum CanonicalJSON: Codable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case string(String)
    case array([CanonicalJSON])
    case object([String: CanonicalJSON])

    /// The text of `value`, with a line feed at the end.
    static func text(of value: some Encodable) throws -> String {
        let node = try JSONDecoder().decode(CanonicalJSON.self, from: JSONEncoder().encode(value))
        return node.text(indent: 0) + "\n"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([CanonicalJSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: CanonicalJSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    private func text(indent: Int) -> String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .string(let value): return Self.quoted(value)
        case .array(let elements):
            return Self.layOut(elements.map { ("", $0) }, "[", "]", indent: indent)
        case .object(let members):
            let sorted = members.sorted { $0.key < $1.key }.map { (Self.quoted($0.key) + ": ", $0.value) }
            return Self.layOut(sorted, "{", "}", indent: indent)
        }
    }

    /// On one line if nothing nests and it fits, else one entry a line.
    private static func layOut(
        _ entries: [(label: String, value: CanonicalJSON)],
        _ open: String,
        _ close: String,
        indent: Int
    ) -> String {
        let line = open + entries.map { $0.label + $0.value.text(indent: 0) }.joined(separator: ", ") + close
        if line.count + indent <= 100, entries.allSatisfy({ !$0.value.isContainer }) { return line }
        let margin = String(repeating: " ", count: indent + 2)
        let lines = entries.map { margin + $0.label + $0.value.text(indent: indent + 2) }
        return open + "\n" + lines.joined(separator: ",\n") + "\n" + String(repeating: " ", count: indent) + close
    }

    private var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\t": "\\t"
            case "\r": "\\r"
            case _ where scalar.value < 0x20: "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}
