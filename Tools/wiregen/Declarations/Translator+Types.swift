extension Translator {
    /// The Swift type of a shape's values.
    func swiftType(_ name: String) -> String {
        let plain = plainType(name)
        return isSensitive(name) ? "Sensitive<\(plain)>" : plain
    }

    /// Whether the shape itself is marked, so that its values are wrapped.
    func isSensitive(_ name: String) -> Bool {
        specification.shapes[name]?.isSensitive == true
    }

    /// What a shape's values are, in words for a help text.
    func note(on name: String) -> String {
        guard let shape = specification.shapes[name] else { return name }
        switch shape.type {
        case .blob: return "base64"
        case .document: return "JSON"
        case .long: return "integer"
        case .boolean, .integer, .string, .timestamp: return shape.type.rawValue
        case .enumeration, .structure: return SwiftName.type(name)
        case .list: return "list of \(note(on: shape.element ?? ""))"
        case .map: return "map of \(note(on: shape.value ?? ""))"
        }
    }

    /// What the documentation of a member says: its name on the wire, and the facts.
    func summary(of wireName: String, _ member: Specification.Member) -> String {
        var parts = ["`\(wireName)`"]
        if let shape = specification.shapes[member.shape] { parts.append(contentsOf: Self.facts(of: shape)) }
        if member.isRequired == true { parts.append("required") }
        if member.isDeprecated == true { parts.append("deprecated by the service") }
        return parts.joined(separator: ", ") + "."
    }

    /// What the documentation of a structure says: where it travels.
    func summary(ofStructure name: String) -> String {
        let operations = specification.operations.sorted { $0.key < $1.key }
        let requests = operations.filter { $0.value.input == name }.map { "``\(SwiftName.type($0.key))``" }
        let answers = operations.filter { $0.value.output == name }.map { "``\(SwiftName.type($0.key))``" }
        if !requests.isEmpty, !answers.isEmpty {
            return "The request of \(listed(requests)), and the answer of \(listed(answers))."
        }
        if !requests.isEmpty { return "The request of \(listed(requests))." }
        if !answers.isEmpty { return "The answer of \(listed(answers))." }
        return "The members of `\(name)`."
    }

    private func listed(_ names: [String]) -> String {
        names.joined(separator: " and ")
    }

    private func plainType(_ name: String) -> String {
        guard let shape = specification.shapes[name] else { return SwiftName.type(name) }
        return switch shape.type {
        case .blob: "WireBlob"
        case .boolean: "Bool"
        case .document: "WireDocument"
        case .enumeration, .structure: SwiftName.type(name)
        case .integer, .long: "Int"
        case .list: "[\(swiftType(shape.element ?? ""))]"
        case .map: "[String: \(swiftType(shape.value ?? ""))]"
        case .string: "String"
        case .timestamp: "UnixTime"
        }
    }

    private static func facts(of shape: Specification.Shape) -> [String] {
        let (one, many): (String, String)
        switch shape.type {
        case .string, .enumeration: (one, many) = (" character", " characters")
        case .blob: (one, many) = (" byte", " bytes")
        case .list, .map: (one, many) = (" entry", " entries")
        default: (one, many) = ("", "")
        }
        func counted(_ count: Int) -> String { "\(count)\(count == 1 ? one : many)" }
        var facts: [String] = []
        switch (shape.minimum, shape.maximum) {
        case (let minimum?, let maximum?) where minimum == maximum: facts.append("exactly \(counted(minimum))")
        case (let minimum?, let maximum?): facts.append("\(minimum) to \(counted(maximum))")
        case (let minimum?, nil): facts.append("at least \(counted(minimum))")
        case (nil, let maximum?): facts.append("at most \(counted(maximum))")
        case (nil, nil): break
        }
        if let pattern = shape.pattern { facts.append("pattern `\(pattern)`") }
        return facts
    }
}
