internal import ByteCoding
internal import Yams

/// YAML as the JSON that it says.
enum SeedYAML {
    /// More than any seed by hand has; aliases could make a short text endless.
    private static let greatestCount = 1_000_000
    private static let greatestDepth = 32

    /// Reads a document; an empty one is an empty mapping.
    static func value(of bytes: [UInt8]) throws(LocalPoolError) -> JSONValue {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw LocalPoolError(.invalidSeed, "the seed is not UTF-8")
        }
        let node: Node?
        do {
            node = try compose(yaml: text)
        } catch {
            throw LocalPoolError(.invalidSeed, "the seed is not YAML: \(Self.shortened(error))")
        }
        var count = 0
        return try node.map { node throws(LocalPoolError) in try value(of: node, depth: 0, &count) }
            ?? .object(JSONObject())
    }

    private static func value(of node: Node, depth: Int, _ count: inout Int) throws(LocalPoolError) -> JSONValue {
        count += 1
        guard count <= greatestCount, depth <= greatestDepth else {
            throw LocalPoolError(.invalidSeed, "the seed has too many values; load many users from lines of JSON")
        }
        switch node {
        case .scalar(let scalar):
            return plainValue(of: scalar, node)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for element in sequence { elements.append(try value(of: element, depth: depth + 1, &count)) }
            return .array(elements)
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, element) in mapping {
                guard let name = key.scalar?.string else {
                    throw LocalPoolError(.invalidSeed, "a name of the seed is not a text")
                }
                object = object.setting(name, to: try value(of: element, depth: depth + 1, &count))
            }
            return .object(object)
        case .alias:
            throw LocalPoolError(.invalidSeed, "an alias of the seed has no anchor")
        }
    }

    /// Quoted scalars are texts; of the others `null`, flags and whole numbers have types of their own.
    private static func plainValue(of scalar: Node.Scalar, _ node: Node) -> JSONValue {
        guard scalar.style == .plain else { return .string(scalar.string) }
        switch scalar.string {
        case "", "~", "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case let text:
            // A number with a leading zero or plus sign is a code or a telephone.
            guard let number = Int64(text), String(number) == text else { return .string(text) }
            return .number(JSONNumber(number))
        }
    }

    /// The parser's complaint, which names line and column, without the lines of the document that it quotes.
    private static func shortened(_ error: any Error) -> String {
        guard let error = error as? YamlError else { return "it cannot be read" }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return "line \(mark.line), column \(mark.column): \(problem)"
        case .duplicatedKeysInMapping(let names, let context):
            return "line \(context.mark.line): \(names.joined(separator: ", ")) stands twice"
        default: return "it cannot be read"
        }
    }
}
