import ByteCoding

/// JSON as it was read, inside of an answer.
struct EncodableJSON: Encodable {
    private let value: JSONValue

    init(_ value: JSONValue) {
        self.value = value
    }

    init(_ object: JSONObject) {
        self.init(.object(object))
    }

    /// An object of texts.
    init(texts: [String: String]) {
        self.init(texts.reduce(into: JSONObject()) { $0 = $0.setting($1.key, to: .string($1.value)) })
    }

    func encode(to encoder: any Encoder) throws {
        switch value {
        case .object(let object):
            var container = encoder.container(keyedBy: Name.self)
            for member in object.members {
                try container.encode(EncodableJSON(member.value), forKey: Name(stringValue: member.name))
            }
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(EncodableJSON(element)) }
        default:
            var container = encoder.singleValueContainer()
            try encodeLeaf(to: &container)
        }
    }

    private func encodeLeaf(to container: inout any SingleValueEncodingContainer) throws {
        switch value {
        case .string(let text): try container.encode(text)
        case .bool(let flag): try container.encode(flag)
        case .number(let number):
            if let whole = number.int64 {
                try container.encode(whole)
            } else if let double = number.double {
                try container.encode(double)
            } else {
                // A number that no machine holds stays as it was written.
                try container.encode(number.text)
            }
        default: try container.encodeNil()
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }
}
