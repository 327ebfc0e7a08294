/// One JSON value, as ``JSONReader`` read it.
///
/// Texts compare as Swift strings do, by canonical equivalence; where bytes matter, compare their `utf8`.
public enum JSONValue: Hashable, Sendable {
    /// Names and values, in the order in which they were written.
    case object(JSONObject)
    /// Values in order.
    case array([JSONValue])
    /// Text, with all escapes undone.
    case string(String)
    /// A number, as it was written.
    case number(JSONNumber)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null

    /// The object, if it is one.
    public var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The elements, if it is an array.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The text, if it is a string.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number, if it is one.
    public var number: JSONNumber? {
        if case .number(let number) = self { number } else { nil }
    }

    /// The truth value, if it is one.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// Whether it is `null`; an absent member is not.
    public var isNull: Bool {
        self == .null
    }
}

/// The members of a JSON object in the order in which they were written; no name is there twice.
public struct JSONObject: Hashable, Sendable {
    /// One name with its value.
    public struct Member: Hashable, Sendable {
        /// The name, with all escapes undone.
        public let name: String
        /// The value.
        public let value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// All members.
    public let members: [Member]

    /// Makes an object to be written; the caller sees to it that no name is there twice.
    package init(members: [Member]) {
        self.members = members
    }

    /// Makes an object to be written; a member without a value is left out.
    ///
    /// - Parameter members: Names and values in order; the caller sees to it that no name is there twice.
    package init(_ members: KeyValuePairs<String, JSONValue?>) {
        self.members = members.compactMap { name, value in value.map { Member(name: name, value: $0) } }
    }

    /// An object without members, to be filled by ``setting(_:to:)``.
    public init() {
        members = []
    }

    /// The same object with one member more, or with another value for it.
    ///
    /// - Parameters:
    ///   - name: The member's name, compared byte for byte.
    ///   - value: Its value; `nil` leaves the member out.
    /// - Returns: The members in their order; a new one stands last.
    public func setting(_ name: String, to value: JSONValue?) -> JSONObject {
        let member = value.map { Member(name: name, value: $0) }
        guard let index = members.firstIndex(where: { $0.name.hasSameBytes(as: name) }) else {
            return JSONObject(members: members + [member].compactMap { $0 })
        }
        return JSONObject(members: members[..<index] + [member].compactMap { $0 } + members[(index + 1)...])
    }

    /// The value under `name`, compared byte for byte; `nil` if there is none.
    public subscript(name: String) -> JSONValue? {
        members.first { $0.name.hasSameBytes(as: name) }?.value
    }
}
