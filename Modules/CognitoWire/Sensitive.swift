/// A value that the model calls sensitive: it travels like any other, but is not shown by accident.
///
/// Printing, interpolating, dumping or reflecting it shows `<redacted>`; to read it is to write ``value``. It is not
/// wiped from memory, as JSON coding makes copies that nobody owns.
public struct Sensitive<Value: Codable & Sendable>: Sendable {
    /// The value itself; whoever reads it answers for it.
    public let value: Value

    /// Marks `value` as not to be shown.
    public init(_ value: Value) {
        self.value = value
    }
}

extension Sensitive: Codable {
    /// Reads the bare value.
    ///
    /// - Throws: `DecodingError` if it is not of the expected type.
    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Value.self)
    }

    /// Writes the bare value, or `<redacted>` for ``WireCoder/encodeRedacted(_:)``.
    ///
    /// - Throws: `EncodingError` if the value cannot be encoded.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let key = CodingUserInfoKey.redactsSensitiveValues, encoder.userInfo[key] != nil {
            try container.encode(description)
        } else {
            try container.encode(value)
        }
    }
}

extension Sensitive: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    public var description: String { "<redacted>" }

    /// Always `<redacted>`.
    public var debugDescription: String { "<redacted>" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Sensitive: ExpressibleByUnicodeScalarLiteral where Value == String {
    /// Marks a literal, as tests and examples write it.
    public init(unicodeScalarLiteral value: String) {
        self.init(value)
    }
}

extension Sensitive: ExpressibleByExtendedGraphemeClusterLiteral where Value == String {
    /// Marks a literal, as tests and examples write it.
    public init(extendedGraphemeClusterLiteral value: String) {
        self.init(value)
    }
}

extension Sensitive: ExpressibleByStringLiteral where Value == String {
    /// Marks a literal, as tests and examples write it.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension Sensitive: ExpressibleByDictionaryLiteral where Value == [String: String] {
    /// Marks a literal; of a name that occurs twice the last value stays.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(Dictionary(elements) { _, last in last })
    }
}
