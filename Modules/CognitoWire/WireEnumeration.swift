/// An enumeration of the wire: a text with names for the values that the model lists.
///
/// It is open: a value unknown to this version still decodes, compares and encodes. A `switch` over it needs `default`.
public protocol WireEnumeration: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible
where RawValue == String {
    /// The values that the model lists, sorted by their text.
    static var known: [Self] { get }
    /// Takes any text, listed or not.
    init(rawValue: String)
}

extension WireEnumeration {
    /// The text on the wire.
    public var description: String { rawValue }
}
