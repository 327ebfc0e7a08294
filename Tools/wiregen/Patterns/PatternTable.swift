/// The patterns of all services, each once, and the ones that have no matcher.
struct PatternTable: Equatable {
    /// In the order of their names.
    private(set) var compiled: [Entry] = []
    /// Patterns without matcher, by the name of the first shape that asks for them.
    private(set) var unsupported: [Unsupported] = []

    struct Entry: Equatable {
        var name: String
        var source: String
        var program: PatternProgram
    }

    struct Unsupported: Equatable {
        var shape: String
        var source: String
        var reason: String
    }

    /// Compiles the patterns of `constraints`, sorted by name within each service; the first shape gives the name.
    init(_ constraints: [ConstraintDeclaration]) throws {
        var seen: Set<String> = []
        var names: Set<String> = []
        for constraint in constraints {
            guard let source = constraint.pattern, seen.insert(source).inserted else { continue }
            do {
                let program = try PatternProgram(pattern: source)
                var name = constraint.name
                while !names.insert(name).inserted { name += "_" }
                compiled.append(Entry(name: name, source: source, program: program))
            } catch let error as WiregenError where error.code == .pattern {
                unsupported.append(Unsupported(shape: constraint.shape, source: source, reason: error.message))
            }
        }
        compiled.sort { $0.name < $1.name }
    }

    /// The name of the matcher of a pattern, or `nil` if it has none.
    func name(of source: String) -> String? {
        compiled.first { $0.source == source }?.name
    }
}
