/// What is read of a Smithy 2.0 JSON AST.
struct SmithyModel: Decodable {
    var smithy: String
    var shapes: [String: Shape]

    struct Shape: Decodable {
        var type: String
        var version: String?
        var members: [String: Member]?
        var member: Member?
        var key: Member?
        var value: Member?
        var input: Reference?
        var output: Reference?
        var errors: [Reference]?
        var operations: [Reference]?
        var traits: Traits?
    }

    struct Reference: Decodable {
        var target: String
    }

    struct Member: Decodable {
        var target: String
        var traits: Traits?
    }

    /// The traits that are facts of the wire; all others are passed over.
    struct Traits: Decodable {
        var service: Service?
        var signing: Signing?
        var isJSON11: Present?
        var length: Bounds?
        var range: Bounds?
        var pattern: String?
        var sensitive: Present?
        var required: Present?
        var deprecated: Present?
        var enumValue: String?
        var error: String?
        var auth: [String]?
        var paginated: Paginated?

        private enum CodingKeys: String, CodingKey {
            case service = "aws.api#service"
            case signing = "aws.auth#sigv4"
            case isJSON11 = "aws.protocols#awsJson1_1"
            case length = "smithy.api#length"
            case range = "smithy.api#range"
            case pattern = "smithy.api#pattern"
            case sensitive = "smithy.api#sensitive"
            case required = "smithy.api#required"
            case deprecated = "smithy.api#deprecated"
            case enumValue = "smithy.api#enumValue"
            case error = "smithy.api#error"
            case auth = "smithy.api#auth"
            case paginated = "smithy.api#paginated"
        }
    }

    /// A trait that counts by being there.
    struct Present: Decodable {}

    struct Service: Decodable {
        var endpointPrefix: String
    }

    struct Signing: Decodable {
        var name: String
    }

    struct Bounds: Decodable {
        var min: Int?
        var max: Int?
    }

    struct Paginated: Decodable {
        var inputToken: String?
        var outputToken: String?
        var items: String?
        var pageSize: String?
    }
}

extension SmithyModel {
    /// The facts of the one service that this model describes.
    ///
    /// - Throws: ``WiregenError`` if there is not one service that speaks AWS JSON 1.1, or a shape has an unknown type.
    func specification() throws -> Specification {
        let services = shapes.filter { $0.value.type == "service" }
        guard let (id, shape) = services.first, services.count == 1 else {
            throw WiregenError(.format, "the model describes \(services.count) services; pass a model of one")
        }
        guard let traits = shape.traits, traits.isJSON11 != nil, let service = traits.service,
            let signing = traits.signing, let version = shape.version
        else {
            throw WiregenError(
                .unsupported,
                "the service does not speak AWS JSON 1.1 with sigv4; nothing else is generated"
            )
        }
        var operations: [String: Specification.Operation] = [:]
        for reference in shape.operations ?? [] {
            guard let operation = shapes[reference.target] else {
                throw WiregenError(.format, "the model names the operation \(reference.target) and lacks it")
            }
            operations[Self.name(reference.target)] = operation.operation
        }
        var facts: [String: Specification.Shape] = [:]
        for (id, shape) in shapes where !["operation", "service", "resource"].contains(shape.type) {
            facts[Self.name(id)] = try shape.facts()
        }
        for (name, kind) in Self.prelude where facts[name] == nil {
            facts[name] = Specification.Shape(type: kind)
        }
        let about = Specification.Service(
            apiVersion: version,
            endpointPrefix: service.endpointPrefix,
            signingName: signing.name,
            targetPrefix: Self.name(id)
        )
        return try Specification(service: about, operations: operations, shapes: facts).limited()
    }

    /// The part of a shape's identifier behind the namespace.
    fileprivate static func name(_ id: String) -> String {
        id.split(separator: "#").last.map(String.init) ?? id
    }

    /// The shapes that every model may use without defining them.
    private static let prelude: [String: Specification.Kind] = [
        "Blob": .blob, "Boolean": .boolean, "PrimitiveBoolean": .boolean, "Document": .document, "Integer": .integer,
        "PrimitiveInteger": .integer, "Long": .long, "PrimitiveLong": .long, "String": .string,
        "Timestamp": .timestamp,
    ]
}

extension SmithyModel.Shape {
    fileprivate var operation: Specification.Operation {
        func shape(_ reference: SmithyModel.Reference?) -> String? {
            guard let target = reference?.target, target != "smithy.api#Unit" else { return nil }
            return SmithyModel.name(target)
        }
        let pagination = traits?.paginated.flatMap { page -> Specification.Pagination? in
            guard let input = page.inputToken, let output = page.outputToken else { return nil }
            return Specification.Pagination(
                inputToken: input,
                items: page.items,
                outputToken: output,
                pageSize: page.pageSize
            )
        }
        return Specification.Operation(
            authentication: traits?.auth?.isEmpty == true ? .none : .sigV4,
            errors: (errors ?? []).map { SmithyModel.name($0.target) }.sorted(),
            input: shape(input),
            output: shape(output),
            pagination: pagination
        )
    }

    fileprivate func facts() throws -> Specification.Shape {
        let kind = try kind()
        let bounds = traits?.length ?? traits?.range
        let wire = kind == .structure ? members ?? [:] : nil
        return Specification.Shape(
            type: kind,
            members: wire?.mapValues { member in
                Specification.Member(
                    isDeprecated: member.traits?.deprecated.map { _ in true },
                    isRequired: member.traits?.required.map { _ in true },
                    shape: SmithyModel.name(member.target)
                )
            },
            element: kind == .list ? member.map { SmithyModel.name($0.target) } : nil,
            key: key.map { SmithyModel.name($0.target) },
            value: value.map { SmithyModel.name($0.target) },
            values: kind == .enumeration
                ? (members ?? [:]).map { $0.value.traits?.enumValue ?? $0.key }.sorted() : nil,
            minimum: WireFacts.minimum(bounds?.min, of: kind),
            maximum: bounds?.max,
            pattern: traits?.pattern.map(WireFacts.wholePattern(search:)),
            isSensitive: traits?.sensitive.map { _ in true },
            fault: traits?.error.flatMap(Specification.Fault.init)
        )
    }

    private func kind() throws -> Specification.Kind {
        if type == "enum" { return .enumeration }
        guard let kind = Specification.Kind(rawValue: type) else {
            throw WiregenError(.unsupported, "shapes of type \(type) have no translation; add one to the generator")
        }
        return kind
    }
}
