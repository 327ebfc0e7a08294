import Foundation

/// Which operations are made: the checked-in list `operations.json` beside the specifications.
struct Selection: Codable, Equatable {
    /// In the order of the generated table.
    var services: [Service]

    struct Service: Codable, Equatable {
        /// The name of a file beside the list.
        var specification: String
        /// What the names of the service's own declarations begin with.
        var label: String
        /// The enumeration that its types live in; absent for the top level.
        var namespace: String?
        /// Names of operations; absent for all of them.
        var operations: [String]?
    }

    /// The generated files of every service listed in `operations.json` of the folder `specs`, by name.
    ///
    /// - Throws: ``WiregenError`` if a file is missing or damaged, or a list names an unknown operation.
    static func renderer(specs: String) throws -> Renderer {
        let path = "\(specs)/operations.json"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw WiregenError(
                .file,
                "\(path) cannot be read; run wiregen at the top of the repository or pass --specs"
            )
        }
        guard let selection = try? JSONDecoder().decode(Selection.self, from: data) else {
            throw WiregenError(.format, "\(path) is no list of operations; see the one that is checked in")
        }
        let services = try selection.services.map { service in
            let facts = try ModelFile(path: "\(specs)/\(service.specification)").specification()
            return try Translator(
                facts.limited(to: service.operations),
                label: service.label,
                source: service.specification,
                namespace: service.namespace
            ).declarations()
        }
        return try Renderer(services)
    }
}
