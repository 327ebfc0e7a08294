/// The facts of one service's model, whatever format they came in: nothing that does not change the wire.
///
/// It holds only shapes that an operation reaches, and no documentation. Two models of one service in two formats read
/// as equal specifications.
struct Specification: Codable, Equatable {
    var service: Service
    /// By the operation's name.
    var operations: [String: Operation]
    /// By the shape's name.
    var shapes: [String: Shape]

    struct Service: Codable, Equatable {
        var apiVersion: String
        var endpointPrefix: String
        var signingName: String
        var targetPrefix: String
    }

    struct Operation: Codable, Equatable {
        var authentication: Authentication
        /// Names of error shapes, sorted.
        var errors: [String]
        var input: String?
        var output: String?
        var pagination: Pagination?
    }

    enum Authentication: String, Codable {
        case none
        case sigV4
    }

    struct Pagination: Codable, Equatable {
        var inputToken: String
        var items: String?
        var outputToken: String
        var pageSize: String?
    }

    struct Shape: Codable, Equatable {
        var type: Kind
        /// Of structures, by the member's name on the wire.
        var members: [String: Member]?
        /// Of lists, the shape of the elements.
        var element: String?
        /// Of maps, the shape of the keys.
        var key: String?
        /// Of maps, the shape of the values.
        var value: String?
        /// Of enumerations, sorted.
        var values: [String]?
        /// Length of texts, blobs, lists and maps, if not zero; else the number itself.
        var minimum: Int?
        /// In the same unit as the minimum.
        var maximum: Int?
        /// What a text matches as a whole; without anchors at its ends.
        var pattern: String?
        var isSensitive: Bool?
        /// Of errors, who is to blame.
        var fault: Fault?
    }

    enum Kind: String, Codable {
        case blob, boolean, document, enumeration, integer, list, long, map, string, structure, timestamp
    }

    enum Fault: String, Codable {
        case client
        case server
    }

    struct Member: Codable, Equatable {
        var isDeprecated: Bool?
        var isRequired: Bool?
        var shape: String
    }
}

extension Specification {
    /// The shapes that are reached from `roots`, those included.
    func reached(from roots: some Sequence<String>) -> Set<String> {
        var seen: Set<String> = []
        var pending = Array(roots)
        while let name = pending.popLast() {
            guard let shape = shapes[name], seen.insert(name).inserted else { continue }
            pending += (shape.members ?? [:]).values.map(\.shape)
            pending += [shape.element, shape.key, shape.value].compactMap(\.self)
        }
        return seen
    }

    /// The shapes that travel in requests.
    var inputShapes: Set<String> { reached(from: operations.values.compactMap(\.input)) }

    /// The shapes that travel in answers.
    var outputShapes: Set<String> { reached(from: operations.values.compactMap(\.output)) }

    /// The same with the operations of `names` alone, or with all of them, and without the shapes that nothing reaches.
    ///
    /// - Throws: ``WiregenError`` if an operation is unknown, or a shape is named and not there.
    func limited(to names: [String]? = nil) throws -> Specification {
        var result = self
        if let names {
            for name in names where operations[name] == nil {
                let known = "see the names under \"operations\" of its specification"
                throw WiregenError(.format, "\(service.endpointPrefix) has no operation \(name); \(known)")
            }
            result.operations = operations.filter { names.contains($0.key) }
        }
        let roots = result.operations.values.flatMap { $0.errors + [$0.input, $0.output].compactMap(\.self) }
        let reached = result.reached(from: roots)
        let named = roots + reached.flatMap { shapes[$0]?.targets ?? [] }
        if let missing = named.sorted().first(where: { shapes[$0] == nil }) {
            throw WiregenError(
                .format,
                "the model of \(service.endpointPrefix) names the shape \(missing) and lacks it"
            )
        }
        result.shapes = shapes.filter { reached.contains($0.key) }
        return result
    }
}

extension Specification.Shape {
    /// The shapes that this one names.
    fileprivate var targets: [String] {
        (members ?? [:]).values.map(\.shape) + [element, key, value].compactMap(\.self)
    }
}
