import ByteCoding
import Foundation

/// A result to print: like JSON, with its members in order.
indirect enum OutputValue: Sendable {
    case object([(name: String, value: OutputValue)])
    case list([OutputValue])
    case text(String)
    case number(Int64)
    case flag(Bool)
    case null

    /// An object without the members that are absent.
    static func members(_ members: KeyValuePairs<String, OutputValue?>) -> OutputValue {
        .object(members.compactMap { name, value in value.map { (name, $0) } })
    }

    /// A map, sorted by name.
    static func map(_ values: [String: String]) -> OutputValue {
        .object(values.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })
    }

    /// A moment, in whole epoch seconds.
    static func time(_ date: Date) -> OutputValue {
        .number(Int64(exactly: date.timeIntervalSince1970.rounded(.down)) ?? 0)
    }

    /// What was read from JSON.
    init(_ value: JSONValue) {
        self =
            switch value {
            case .object(let object): .object(object.members.map { ($0.name, OutputValue($0.value)) })
            case .array(let elements): .list(elements.map { OutputValue($0) })
            case .string(let text): .text(text)
            case .number(let number): number.int64.map { .number($0) } ?? .text(number.text)
            case .bool(let flag): .flag(flag)
            case .null: .null
            }
    }

    /// The value as one line of JSON.
    var json: String {
        switch self {
        case .object(let members):
            "{" + members.map { "\(Self.quoted($0.name)):\($0.value.json)" }.joined(separator: ",") + "}"
        case .list(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .text(let text): Self.quoted(text)
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .null: "null"
        }
    }

    /// The value on one line for people.
    var plain: String {
        switch self {
        case .text(let text): text
        case .list(let elements): elements.map(\.plain).joined(separator: ", ")
        case .null: ""
        default: json
        }
    }

    /// The leaves with the path to each, its parts joined by full stops.
    var leaves: [(path: String, value: OutputValue)] {
        switch self {
        case .object(let members):
            members.flatMap { name, value in
                guard case .object = value else { return [(name, value)] }
                return value.leaves.map { ("\(name).\($0.path)", $0.value) }
            }
        default: [("", self)]
        }
    }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        guard let data = try? encoder.encode(text) else { return "\"\"" }
        return String(decoding: data, as: UTF8.self)
    }
}
