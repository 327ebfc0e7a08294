/// Renders declarations as files; the same declarations give the same bytes.
struct Renderer {
    let services: [ServiceDeclarations]
    let patterns: PatternTable

    /// The declarations of all services that live in one module.
    ///
    /// - Throws: ``WiregenError`` if a pattern cannot be read.
    init(_ services: [ServiceDeclarations]) throws {
        self.services = services
        patterns = try PatternTable(services.flatMap(\.patterns))
    }

    /// The text of each file, by its name.
    func files() -> [String: String] {
        var files = [
            "Errors.swift": errors(),
            "Patterns.swift": patternFile(),
            "Services.swift": serviceFile(),
            "OperationTable.swift": table(),
        ]
        for service in services {
            let kinds: [(String, String)] = [
                ("Operations", operations(of: service)),
                ("Requests", structures(service.requests, of: service)),
                ("Responses", structures(service.responses, of: service)),
                ("Structures", structures(service.structures, of: service)),
                ("Enumerations", enumerations(of: service)),
                ("Constraints", constraints(of: service)),
                ("Checks", checks(of: service)),
            ]
            for (kind, text) in kinds { files["\(service.label)\(kind).swift"] = text }
        }
        return files
    }

    private var sources: [String] { services.map(\.source) }

    private func serviceFile() -> String {
        var out = SourceText(from: sources)
        out.gap()
        out.block("extension WireService") { out in
            for service in services {
                out.gap()
                let about = service.service
                out.line("/// The service behind `\(about.endpointPrefix)`, version \(about.apiVersion).")
                out.block("public static var \(service.constant): WireService") { out in
                    let names =
                        "targetPrefix: \(about.targetPrefix.literal), endpointPrefix: \(about.endpointPrefix.literal)"
                    let rest = "signingName: \(about.signingName.literal), apiVersion: \(about.apiVersion.literal)"
                    out.line("WireService(\(names), \(rest))")
                }
            }
        }
        for service in services {
            guard let namespace = service.namespace else { continue }
            out.gap()
            out.line(
                "/// The operations and structures of `\(service.service.endpointPrefix)`, whose names others use too."
            )
            out.line("public enum \(namespace) {}")
        }
        return out.text
    }

    private func errors() -> String {
        var out = SourceText(from: sources)
        out.gap()
        out.block("extension ServiceErrorCode") { out in
            for error in Set(services.flatMap(\.errors)).sorted(by: { $0.name < $1.name }) {
                out.gap()
                out.line("/// `\(error.value)`.")
                out.line(
                    "public static var \(SwiftName.escaped(error.name)): Self { Self(rawValue: \(error.value.literal)) }"
                )
            }
        }
        return out.text
    }

    private func table() -> String {
        var out = SourceText(from: sources)
        out.gap()
        out.block("extension WireOperations") { out in
            for service in services {
                out.gap()
                out.line("/// The operations of `\(service.service.endpointPrefix)`, sorted by name.")
                out.block("static func \(service.constant)() -> [AnyWireOperation]") { out in
                    out.line("var operations: [AnyWireOperation] = []")
                    out.line("operations.reserveCapacity(\(service.operations.count))")
                    for operation in service.operations {
                        out.line("operations.append(AnyWireOperation(\(service.qualified(operation.name)).self))")
                    }
                    out.line("return operations")
                }
            }
            out.gap()
            out.line("/// The operations of every service, in the order of the selection.")
            out.block("static func makeAll() -> [AnyWireOperation]") { out in
                out.line("\(services.map { "\($0.constant)()" }.joined(separator: " + "))")
            }
        }
        return out.text
    }
}

extension ServiceDeclarations {
    /// The name of the service's constant, such as `userPools`.
    var constant: String { SwiftName.member(label) }

    /// The name of one of its types, as it is called from outside the namespace.
    func qualified(_ name: String) -> String {
        namespace.map { "\($0).\(name)" } ?? name
    }
}
