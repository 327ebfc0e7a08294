import ByteCoding
import Foundation
import UserPoolKit

/// Results are JSON values; here is what commands make them from and how people read them.
extension JSONValue {
    /// An object without the members that are absent.
    static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(JSONObject(members))
    }

    /// A map, sorted by name.
    static func map(_ values: [String: String]) -> JSONValue {
        let members = values.sorted { $0.key < $1.key }
        return .object(JSONObject(members: members.map { .init(name: $0.key, value: .string($0.value)) }))
    }

    /// A list of texts.
    static func texts(_ texts: [String]) -> JSONValue {
        .array(texts.map { .string($0) })
    }

    /// An integer.
    static func integer(_ value: Int) -> JSONValue {
        .number(JSONNumber(Int64(value)))
    }

    /// A moment, in whole epoch seconds.
    static func time(_ date: Date) -> JSONValue {
        .number(JSONNumber(UnixTime(date).seconds))
    }

    /// The value on one line for people and for scripts that want the bare text.
    var plain: String {
        switch self {
        case .string(let text): text
        case .array(let elements): elements.map(\.plain).joined(separator: ", ")
        case .null: ""
        default: text
        }
    }

    /// The leaves with the path to each, its parts joined by full stops.
    var leaves: [(path: String, value: JSONValue)] {
        switch self {
        case .object(let object):
            object.members.flatMap { member -> [(path: String, value: JSONValue)] in
                guard case .object = member.value else { return [(member.name, member.value)] }
                return member.value.leaves.map { ("\(member.name).\($0.path)", $0.value) }
            }
        default: [("", self)]
        }
    }
}

extension String {
    /// The text as a terminal may show it: what would move the cursor, change colours or turn the direction of writing
    /// is written as an escape.
    var shownSafely: String {
        guard unicodeScalars.contains(where: \.commandsTerminal) else { return self }
        return unicodeScalars.reduce(into: "") { shown, scalar in
            if scalar.commandsTerminal {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var commandsTerminal: Bool {
        switch value {
        case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}
