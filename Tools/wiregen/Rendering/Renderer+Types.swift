extension Renderer {
    func operations(of service: ServiceDeclarations) -> String {
        var out = SourceText(from: [service.source])
        out.within(service.namespace) { out in
            for operation in service.operations {
                out.gap()
                let signature = operation.authentication == .none ? "no signature" : "signed with Signature Version 4"
                out.line("/// `\(operation.name)`, \(signature).")
                out.block("public enum \(operation.name): WireOperation") { out in
                    out.line("public typealias Input = \(operation.input)")
                    out.line("public typealias Output = \(operation.output)")
                    out.line("public static var name: String { \(operation.name.literal) }")
                    out.line("public static var service: WireService { .\(service.constant) }")
                    out.line("public static var authentication: WireAuthentication { .\(operation.authentication) }")
                    list("errors", "ServiceErrorCode", operation.errors.map { ".\(SwiftName.escaped($0))" }, &out)
                    list("members", "WireMember", operation.members.map(Self.note), &out)
                    if let pagination = operation.pagination {
                        out.block("public static var pagination: WirePagination?") { out in
                            out.line(Self.page(pagination))
                        }
                    }
                }
            }
        }
        return out.text
    }

    func structures(_ structures: [StructureDeclaration], of service: ServiceDeclarations) -> String {
        let usesTime = structures.contains { $0.properties.contains { $0.type.contains("UnixTime") } }
        var out = SourceText(from: [service.source], imports: usesTime ? ["public import ByteCoding"] : [])
        out.within(service.namespace) { out in
            for structure in structures {
                out.gap()
                render(structure, &out)
            }
        }
        return out.text
    }

    func enumerations(of service: ServiceDeclarations) -> String {
        var out = SourceText(from: [service.source])
        out.within(service.namespace) { out in
            for enumeration in service.enumerations {
                out.gap()
                out.line("/// The values of `\(enumeration.name)`. A value unknown to this file still decodes.")
                out.block("public struct \(enumeration.name): WireEnumeration") { out in
                    out.line("/// The text on the wire.")
                    out.line("public let rawValue: String")
                    out.line("/// Takes any text, listed here or not.")
                    out.line("public init(rawValue: String) { self.rawValue = rawValue }")
                    let names = enumeration.values.map { ".\(SwiftName.escaped($0.name))" }
                    out.line("/// The values that the model lists.")
                    out.line("public static var known: [Self] { [\(names.joined(separator: ", "))] }")
                    for value in enumeration.values {
                        let name = SwiftName.escaped(value.name)
                        out.line("/// `\(value.value)`.")
                        out.line("public static var \(name): Self { Self(rawValue: \(value.value.literal)) }")
                    }
                }
            }
        }
        return out.text
    }

    private func render(_ structure: StructureDeclaration, _ out: inout SourceText) {
        out.line("/// \(structure.summary)")
        out.block("public struct \(structure.name): Codable, Sendable") { out in
            for property in structure.properties {
                out.line("/// \(property.summary)")
                let optional = property.isOptional ? "?" : ""
                out.line("public var \(SwiftName.escaped(property.name)): \(property.type)\(optional)")
            }
            out.gap()
            renderInitialiser(of: structure, &out)
            guard !structure.properties.isEmpty else { return }
            out.gap()
            out.block("private enum CodingKeys: String, CodingKey") { out in
                for property in structure.properties {
                    out.line("case \(SwiftName.escaped(property.name)) = \(property.wireName.literal)")
                }
            }
        }
    }

    private func renderInitialiser(of structure: StructureDeclaration, _ out: inout SourceText) {
        out.line("/// Takes each member by name; optional ones may be left out.")
        guard !structure.properties.isEmpty else { return out.line("public init() {}") }
        let parameters = structure.properties.map { property in
            let name = SwiftName.escaped(property.name)
            return "\(name): \(property.type)\(property.isOptional ? "? = nil" : "")"
        }
        out.block("public init(\(parameters.joined(separator: ", ")))") { out in
            for property in structure.properties {
                out.line("self.\(property.name) = \(SwiftName.escaped(property.name))")
            }
        }
    }

    private func list(_ name: String, _ element: String, _ entries: [String], _ out: inout SourceText) {
        out.block("public static var \(name): [\(element)]") { out in
            guard entries.count > 1 else { return out.line("[\(entries.joined())]") }
            out.line("[")
            for entry in entries { out.line("    \(entry),") }
            out.line("]")
        }
    }

    private static func note(_ member: MemberNote) -> String {
        let flags = (member.isRequired ? ", isRequired: true" : "") + (member.isSensitive ? ", isSensitive: true" : "")
        return "WireMember(\(member.name.literal), \(member.type.literal)\(flags))"
    }

    private static func page(_ page: Specification.Pagination) -> String {
        let tokens = "inputToken: \(page.inputToken.literal), outputToken: \(page.outputToken.literal)"
        let rest = "items: \(page.items?.literal ?? "nil"), pageSize: \(page.pageSize?.literal ?? "nil")"
        return "WirePagination(\(tokens), \(rest))"
    }
}
