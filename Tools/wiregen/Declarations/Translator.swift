/// Translates the facts of one service into declarations.
struct Translator {
    let specification: Specification
    let label: String
    let source: String
    let namespace: String?
    /// The shapes that have a check.
    let checked: Set<String>

    init(_ specification: Specification, label: String, source: String, namespace: String?) {
        self.specification = specification
        self.label = label
        self.source = source
        self.namespace = namespace
        checked = Self.checkedShapes(of: specification)
    }

    /// The declarations, each kind sorted by name.
    ///
    /// - Throws: ``WiregenError`` if two names of the model become one in Swift.
    func declarations() throws -> ServiceDeclarations {
        let operations = specification.operations.sorted { $0.key < $1.key }
        let requests = Set(operations.compactMap(\.value.input))
        let responses = Set(operations.compactMap(\.value.output)).subtracting(requests)
        let travelling = specification.inputShapes.union(specification.outputShapes)
        let shapes = specification.shapes.filter { travelling.contains($0.key) }.sorted { $0.key < $1.key }
        try requireFinite(shapes.filter { $0.value.type == .structure }.map(\.key))
        let structures = try shapes.filter { $0.value.type == .structure }.map { try structure($0.key, $0.value) }
        let named = Dictionary(uniqueKeysWithValues: structures.map { ($0.name, $0) })
        func pick(_ names: Set<String>) -> [StructureDeclaration] {
            names.map(SwiftName.type).sorted().compactMap { named[$0] }
        }
        let others = Set(shapes.filter { $0.value.type == .structure }.map(\.key))
            .subtracting(requests).subtracting(responses)
        let result = ServiceDeclarations(
            label: label,
            source: source,
            namespace: namespace,
            service: specification.service,
            operations: operations.map { operation($0.key, $0.value) },
            requests: pick(requests),
            responses: pick(responses),
            structures: pick(others),
            enumerations: try shapes.filter { $0.value.type == .enumeration }.map { try enumeration($0.key, $0.value) },
            errors: specification.shapes.filter { $0.value.fault != nil }.keys.sorted()
                .map { ConstantDeclaration(name: SwiftName.error($0), value: $0) },
            constraints: constraints(of: specification.inputShapes),
            patterns: constraints(of: travelling).filter { $0.pattern != nil },
            checks: shapes.filter { $0.value.type == .structure }.compactMap { check($0.key, $0.value) }
        )
        try requireUnique(
            result.operations.map(\.name) + structures.map(\.name) + result.enumerations.map(\.name),
            in: label
        )
        try requireUnique(result.errors.map(\.name), in: "\(label) errors")
        try requireUnique(result.constraints.map(\.name), in: "\(label) constraints")
        return result
    }

    private func operation(_ name: String, _ operation: Specification.Operation) -> OperationDeclaration {
        let members = operation.input.flatMap { specification.shapes[$0]?.members } ?? [:]
        return OperationDeclaration(
            name: SwiftName.type(name),
            input: operation.input.map(SwiftName.type) ?? "WireEmpty",
            output: operation.output.map(SwiftName.type) ?? "WireEmpty",
            authentication: operation.authentication,
            errors: operation.errors.map(SwiftName.error),
            members: members.sorted { $0.key < $1.key }.map { name, member in
                MemberNote(
                    name: name,
                    type: note(on: member.shape),
                    isRequired: member.isRequired == true,
                    isSensitive: isSensitive(member.shape)
                )
            },
            pagination: operation.pagination
        )
    }

    private func structure(_ name: String, _ shape: Specification.Shape) throws -> StructureDeclaration {
        let properties = (shape.members ?? [:]).map { wireName, member in
            StructureDeclaration.Property(
                name: SwiftName.member(wireName),
                wireName: wireName,
                type: swiftType(member.shape),
                isOptional: member.isRequired != true,
                summary: summary(of: wireName, member)
            )
        }
        try requireUnique(properties.map(\.name), in: name)
        return StructureDeclaration(
            name: SwiftName.type(name),
            summary: summary(ofStructure: name),
            isChecked: checked.contains(name),
            properties: properties.sorted { ($0.isOptional ? 1 : 0, $0.name) < ($1.isOptional ? 1 : 0, $1.name) }
        )
    }

    private func enumeration(_ name: String, _ shape: Specification.Shape) throws -> EnumerationDeclaration {
        let values = (shape.values ?? []).map { ConstantDeclaration(name: SwiftName.member($0), value: $0) }
        try requireUnique(values.map(\.name), in: name)
        return EnumerationDeclaration(name: SwiftName.type(name), values: values)
    }

    /// A structure of Swift cannot hold itself but through a list or a map.
    private func requireFinite(_ structures: [String]) throws {
        func holds(_ name: String, _ wanted: String, _ seen: inout Set<String>) -> Bool {
            (specification.shapes[name]?.members ?? [:]).values.contains { member in
                member.shape == wanted || (seen.insert(member.shape).inserted && holds(member.shape, wanted, &seen))
            }
        }
        for name in structures {
            var seen: Set<String> = []
            guard holds(name, name, &seen) else { continue }
            throw WiregenError(.unsupported, "\(name) holds itself; give the renderer a boxed member for it")
        }
    }

    private func requireUnique(_ names: [String], in place: String) throws {
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        guard let name = counts.filter({ $0.value > 1 }).keys.sorted().first else { return }
        throw WiregenError(
            .unsupported,
            "\(place): two names of the model become \(name); change the rule in SwiftName"
        )
    }
}
