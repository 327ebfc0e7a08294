/// What is read of botocore's `service-2.json`, with `paginators-1.json` beside it.
struct BotocoreModel: Decodable {
    var metadata: Metadata
    var operations: [String: Operation]
    var shapes: [String: Shape]

    struct Metadata: Decodable {
        var apiVersion: String
        var endpointPrefix: String
        var jsonVersion: String?
        var `protocol`: String
        var signingName: String?
        var targetPrefix: String?
    }

    struct Operation: Decodable {
        var name: String
        var input: Reference?
        var output: Reference?
        var errors: [Reference]?
        var authtype: String?
        var auth: [String]?
    }

    struct Reference: Decodable {
        var shape: String
        var deprecated: Bool?
    }

    struct Shape: Decodable {
        var type: String
        var members: [String: Reference]?
        var required: [String]?
        var member: Reference?
        var key: Reference?
        var value: Reference?
        var values: [String]?
        var min: Int?
        var max: Int?
        var pattern: String?
        var sensitive: Bool?
        var document: Bool?
        var exception: Bool?
        var fault: Bool?

        private enum CodingKeys: String, CodingKey {
            case type, members, required, member, key, value, min, max, pattern, sensitive, document, exception, fault
            case values = "enum"
        }
    }

    /// What is read of `paginators-1.json`.
    struct Paginators: Decodable {
        var pagination: [String: Page]

        struct Page: Decodable {
            var inputToken: String
            var outputToken: String
            var resultKey: String?
            var limitKey: String?

            private enum CodingKeys: String, CodingKey {
                case inputToken = "input_token"
                case outputToken = "output_token"
                case resultKey = "result_key"
                case limitKey = "limit_key"
            }
        }
    }
}

extension BotocoreModel {
    /// The facts of this model.
    ///
    /// - Throws: ``WiregenError`` if the service does not speak AWS JSON 1.1, or a shape has an unknown type.
    func specification(paginators: Paginators?) throws -> Specification {
        guard metadata.protocol == "json", metadata.jsonVersion == "1.1", let target = metadata.targetPrefix else {
            let spoken = "\(metadata.protocol) \(metadata.jsonVersion ?? "")"
            throw WiregenError(.unsupported, "the service speaks \(spoken); only AWS JSON 1.1 is generated")
        }
        let service = Specification.Service(
            apiVersion: metadata.apiVersion,
            endpointPrefix: metadata.endpointPrefix,
            signingName: metadata.signingName ?? metadata.endpointPrefix,
            targetPrefix: target
        )
        let operations = operations.mapValues { operation in
            let isUnsigned = operation.authtype == "none" || operation.auth?.contains("smithy.api#noAuth") == true
            return Specification.Operation(
                authentication: isUnsigned ? .none : .sigV4,
                errors: (operation.errors ?? []).map(\.shape).sorted(),
                input: operation.input?.shape,
                output: operation.output?.shape,
                pagination: paginators?.pagination[operation.name]?.specification
            )
        }
        return try Specification(service: service, operations: operations, shapes: shapes.mapValues { try $0.facts() })
            .limited()
    }
}

extension BotocoreModel.Shape {
    fileprivate func facts() throws -> Specification.Shape {
        let kind = try kind()
        var facts: [String: Specification.Member] = [:]
        for (name, reference) in members ?? [:] {
            facts[name] = Specification.Member(
                isDeprecated: reference.deprecated == true ? true : nil,
                isRequired: required?.contains(name) == true ? true : nil,
                shape: reference.shape
            )
        }
        return Specification.Shape(
            type: kind,
            members: kind == .structure ? facts : nil,
            element: member?.shape,
            key: key?.shape,
            value: value?.shape,
            values: values?.sorted(),
            minimum: WireFacts.minimum(min, of: kind),
            maximum: max,
            pattern: pattern.map(WireFacts.wholePattern(whole:)),
            isSensitive: sensitive == true ? true : nil,
            fault: exception == true ? (fault == true ? .server : .client) : nil
        )
    }

    private func kind() throws -> Specification.Kind {
        if document == true { return .document }
        if values != nil { return .enumeration }
        guard let kind = Specification.Kind(rawValue: type) else {
            throw WiregenError(.unsupported, "shapes of type \(type) have no translation; add one to the generator")
        }
        return kind
    }
}

extension BotocoreModel.Paginators.Page {
    fileprivate var specification: Specification.Pagination {
        Specification.Pagination(
            inputToken: inputToken,
            items: resultKey,
            outputToken: outputToken,
            pageSize: limitKey
        )
    }
}
