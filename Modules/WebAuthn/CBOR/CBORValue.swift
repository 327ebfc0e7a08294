/// One CBOR value (RFC 8949) of the kinds that authenticators write: no floats, no tags, no `undefined`.
package enum CBORValue: Hashable, Sendable {
    /// A number from 0 to 2^64 - 1.
    case unsigned(UInt64)
    /// The number -1 - n, from -1 to -2^64.
    case negative(UInt64)
    /// Bytes.
    case bytes([UInt8])
    /// Text; compare its `utf8`.
    case text(String)
    /// Values in order.
    case array([CBORValue])
    /// Names and values.
    case map(CBORMap)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null

    /// Makes an integer of either sign.
    package static func int(_ value: Int64) -> CBORValue {
        value < 0 ? .negative(UInt64(bitPattern: ~value)) : .unsigned(UInt64(bitPattern: value))
    }

    /// The integer, if it is one and fits.
    package var int: Int64? {
        switch self {
        case .unsigned(let value): Int64(exactly: value)
        case .negative(let value): Int64(exactly: value).map { ~$0 }
        default: nil
        }
    }

    /// The bytes, if it is a byte string.
    package var bytes: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }

    /// The text, if it is one.
    package var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The elements, if it is an array.
    package var array: [CBORValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The map, if it is one.
    package var map: CBORMap? {
        if case .map(let map) = self { map } else { nil }
    }
}

/// A CBOR map whose keys are integers and texts; when it was read, no key is there twice.
package struct CBORMap: Hashable, Sendable {
    /// One key with its value.
    package struct Member: Hashable, Sendable {
        /// An integer or a text.
        package let key: CBORValue
        /// The value.
        package let value: CBORValue

        package init(key: CBORValue, value: CBORValue) {
            self.key = key
            self.value = value
        }
    }

    /// All members, in canonical order where they were read.
    package let members: [Member]

    package init(_ members: [Member]) {
        self.members = members
    }

    package init(_ members: KeyValuePairs<CBORValue, CBORValue>) {
        self.members = members.map { Member(key: $0.key, value: $0.value) }
    }

    /// The value under an integer.
    package subscript(key: Int64) -> CBORValue? {
        members.first { $0.key.int == key }?.value
    }

    /// The value under a text, compared byte for byte.
    package subscript(key: String) -> CBORValue? {
        members.first { $0.key.text?.utf8.elementsEqual(key.utf8) ?? false }?.value
    }
}
