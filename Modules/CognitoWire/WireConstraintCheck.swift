/// Collects what a structure's values break of the model's constraints.
///
/// The generated `check(_:)` of each structure calls it, member by member; texts are measured in Unicode scalars, as
/// Smithy 2.0 defines the `length` trait. Keys and values of sensitive shapes appear in no path and no message.
public struct WireConstraintCheck: Sendable {
    /// What was broken so far, in the order of the members.
    public private(set) var violations: [WireConstraintViolation] = []
    private var path: [String] = []

    /// A check that stands at the top of a structure.
    public init() {}

    /// Checks a text; the pattern only if the text is not too long, so that the work stays bounded.
    ///
    /// - Parameters:
    ///   - value: The text, or `nil` for an absent member, which breaks nothing.
    ///   - name: The member's name on the wire.
    ///   - constraint: What is asked of it.
    public mutating func text(_ value: String?, _ name: String, _ constraint: WireConstraint) {
        guard let value else { return }
        let count = value.unicodeScalars.count
        length(count, .character, name, constraint)
        guard count <= constraint.maximum ?? .max else { return }
        if let pattern = constraint.pattern, !pattern.matches(value) {
            report(name, .pattern, "must match the pattern \(pattern.source)")
        }
    }

    /// Checks the number of a blob's bytes.
    ///
    /// - Parameters:
    ///   - value: The blob, or `nil` for an absent member.
    ///   - name: The member's name on the wire.
    ///   - constraint: What is asked of it.
    public mutating func blob(_ value: WireBlob?, _ name: String, _ constraint: WireConstraint) {
        guard let value else { return }
        length(value.bytes.count, .byte, name, constraint)
    }

    /// Checks the number of entries of a list or a map.
    ///
    /// - Parameters:
    ///   - value: The number of entries, or `nil` for an absent member.
    ///   - name: The member's name on the wire.
    ///   - constraint: What is asked of it.
    public mutating func entries(_ value: Int?, _ name: String, _ constraint: WireConstraint) {
        guard let value else { return }
        length(value, .entry, name, constraint)
    }

    /// Checks a number.
    ///
    /// - Parameters:
    ///   - value: The number, or `nil` for an absent member.
    ///   - name: The member's name on the wire.
    ///   - constraint: What is asked of it.
    public mutating func number(_ value: Int?, _ name: String, _ constraint: WireConstraint) {
        guard let value else { return }
        if let minimum = constraint.minimum, value < minimum {
            report(name, .tooSmall, "must be at least \(minimum)")
        }
        if let maximum = constraint.maximum, value > maximum {
            report(name, .tooLarge, "must be at most \(maximum)")
        }
    }

    /// Checks a structure within this one.
    ///
    /// - Parameters:
    ///   - value: The structure, or `nil` for an absent member.
    ///   - name: The member's name on the wire.
    public mutating func structure(_ value: (some WireStructure)?, _ name: String) {
        guard let value else { return }
        within(name) { value.check(&$0) }
    }

    /// Checks each element of a list.
    ///
    /// - Parameters:
    ///   - values: The list, or `nil` for an absent member.
    ///   - name: The member's name on the wire.
    ///   - body: Checks one element under the name `[index]`.
    public mutating func elements<Element>(
        _ values: [Element]?,
        _ name: String,
        _ body: (inout WireConstraintCheck, Element, String) -> Void
    ) {
        for (index, value) in (values ?? []).enumerated() {
            within(name) { body(&$0, value, "[\(index)]") }
        }
    }

    /// Checks each value of a map, in the order of the keys.
    ///
    /// - Parameters:
    ///   - values: The map, or `nil` for an absent member.
    ///   - name: The member's name on the wire.
    ///   - isSensitive: Whether the keys stay out of the paths.
    ///   - body: Checks one key and its value under a name.
    public mutating func map<Value>(
        _ values: [String: Value]?,
        _ name: String,
        isSensitive: Bool = false,
        _ body: (inout WireConstraintCheck, String, Value, String) -> Void
    ) {
        guard let values else { return }
        for key in values.keys.sorted() {
            guard let value = values[key] else { continue }
            within(name) { body(&$0, key, value, isSensitive ? "<redacted>" : key) }
        }
    }

    private mutating func within(_ name: String, _ body: (inout WireConstraintCheck) -> Void) {
        path.append(name)
        body(&self)
        path.removeLast()
    }

    private mutating func length(_ count: Int, _ unit: Unit, _ name: String, _ constraint: WireConstraint) {
        if let minimum = constraint.minimum, count < minimum {
            report(name, .tooShort, "must have at least \(unit.counted(minimum))")
        }
        if let maximum = constraint.maximum, count > maximum {
            report(name, .tooLong, "must have at most \(unit.counted(maximum))")
        }
    }

    private mutating func report(_ name: String, _ kind: WireConstraintViolation.Kind, _ message: String) {
        let place = (path + [name]).reduce(into: "") { place, part in
            place += place.isEmpty || part.hasPrefix("[") ? part : ".\(part)"
        }
        violations.append(WireConstraintViolation(path: place, kind: kind, message: message))
    }

    private enum Unit {
        case character, byte, entry

        func counted(_ count: Int) -> String {
            switch self {
            case .character: count == 1 ? "1 character" : "\(count) characters"
            case .byte: count == 1 ? "1 byte" : "\(count) bytes"
            case .entry: count == 1 ? "1 entry" : "\(count) entries"
            }
        }
    }
}
