/// Any JSON value, for members whose shape is not the service's to say, such as `CredentialCreationOptions`.
public enum WireDocument: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without fraction that fits.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([WireDocument])
    /// An object; the order of its names does not count.
    case object([String: WireDocument])

    /// The member `name` of an object; `nil` for other kinds and for absent members.
    public subscript(name: String) -> WireDocument? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The text, if it is one.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

extension WireDocument: Codable {
    /// Reads any JSON value.
    ///
    /// - Throws: `DecodingError` if the value is a number beyond every type above.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode([WireDocument].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: WireDocument].self))
        }
    }

    /// Writes the JSON value.
    ///
    /// - Throws: `EncodingError` if a number is not finite.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
