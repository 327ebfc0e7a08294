extension Translator {
    /// The shapes that travel in requests and whose values something is asked of, directly or further down; requests
    /// themselves belong to them in any case.
    static func checkedShapes(of specification: Specification) -> Set<String> {
        let requests = Set(specification.operations.values.compactMap(\.input))
        return specification.inputShapes.filter { name in
            requests.contains(name)
                || specification.reached(from: [name]).contains { specification.shapes[$0]?.isConstrained == true }
        }
    }

    /// What is asked of each constrained shape among `names`.
    func constraints(of names: Set<String>) -> [ConstraintDeclaration] {
        names.sorted().compactMap { name in
            guard let shape = specification.shapes[name], shape.isConstrained else { return nil }
            return ConstraintDeclaration(
                name: SwiftName.member(name),
                shape: name,
                minimum: shape.minimum,
                maximum: shape.maximum,
                pattern: shape.pattern
            )
        }
    }

    /// The check of one structure, or `nil` if it is not checked.
    func check(_ name: String, _ shape: Specification.Shape) -> CheckDeclaration? {
        guard checked.contains(name) else { return nil }
        let statements = (shape.members ?? [:]).sorted { $0.key < $1.key }.flatMap { wireName, member in
            self.statements(
                for: member.shape,
                value: SwiftName.escaped(SwiftName.member(wireName)),
                name: "\"\(wireName)\"",
                isOptional: member.isRequired != true
            )
        }
        return CheckDeclaration(type: SwiftName.type(name), statements: statements)
    }

    private func statements(
        for name: String,
        value: String,
        name path: String,
        isOptional: Bool,
        isHidden: Bool = false
    ) -> [CheckDeclaration.Statement] {
        guard let shape = specification.shapes[name], checked.contains(name) else {
            return []
        }
        let isHidden = isHidden || shape.isSensitive == true
        let link = isOptional ? "?" : ""
        let bare = shape.isSensitive == true ? "\(value)\(link).value" : value
        let constraint = "\(label)Constraint.\(SwiftName.escaped(SwiftName.member(name)))"
        func own(_ call: CheckDeclaration.Call, _ value: String) -> [CheckDeclaration.Statement] {
            shape.isConstrained ? [.value(call, value: value, name: path, constraint: constraint)] : []
        }
        func part(_ name: String) -> String { shape.isSensitive == true ? "\(bare).\(name)" : "\(bare)\(link).\(name)" }
        switch shape.type {
        case .string: return own(.text, bare)
        case .enumeration: return own(.text, part("rawValue"))
        case .blob: return own(.blob, bare)
        case .integer, .long: return own(.number, bare)
        case .structure: return [.structure(value: bare, name: path)]
        case .list:
            let inner = statements(
                for: shape.element ?? "",
                value: "$1",
                name: "$2",
                isOptional: false,
                isHidden: isHidden
            )
            return own(.entries, part("count")) + (inner.isEmpty ? [] : [.elements(value: bare, name: path, inner)])
        case .map:
            let keys = statements(for: shape.key ?? "", value: "$1", name: "$3", isOptional: false, isHidden: isHidden)
            let values = statements(
                for: shape.value ?? "",
                value: "$2",
                name: "$3",
                isOptional: false,
                isHidden: isHidden
            )
            let inner = keys + values
            return own(.entries, part("count"))
                + (inner.isEmpty ? [] : [.map(value: bare, name: path, isSensitive: isHidden, inner)])
        case .boolean, .document, .timestamp: return []
        }
    }
}

extension Specification.Shape {
    /// Whether something is asked of the shape's own values.
    var isConstrained: Bool {
        minimum != nil || maximum != nil || pattern != nil
    }
}
