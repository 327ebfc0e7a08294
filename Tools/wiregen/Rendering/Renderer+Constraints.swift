extension Renderer {
    func constraints(of service: ServiceDeclarations) -> String {
        var out = SourceText(from: [service.source])
        out.gap()
        out.line("/// What the model asks of the shapes of requests.")
        out.block("enum \(service.label)Constraint") { out in
            for constraint in service.constraints {
                let parts: [String?] = [
                    constraint.minimum.map { "minimum: \($0)" },
                    constraint.maximum.map { "maximum: \($0)" },
                    constraint.pattern.flatMap(patterns.name).map { "pattern: .\(SwiftName.escaped($0))" },
                ]
                let arguments = parts.compactMap(\.self).joined(separator: ", ")
                let name = SwiftName.escaped(constraint.name)
                out.line("static let \(name): WireConstraint = WireConstraint(\(arguments))")
            }
        }
        return out.text
    }

    func checks(of service: ServiceDeclarations) -> String {
        var out = SourceText(from: [service.source])
        for check in service.checks {
            out.gap()
            out.block("extension \(service.qualified(check.type)): WireStructure") { out in
                out.line("/// Checks the members of which the model asks something.")
                guard !check.statements.isEmpty else {
                    return out.line("public func check(_ check: inout WireConstraintCheck) {}")
                }
                out.block("public func check(_ check: inout WireConstraintCheck)") { out in
                    for statement in check.statements { out.line(Self.call(statement, on: "check")) }
                }
            }
        }
        return out.text
    }

    func patternFile() -> String {
        var out = SourceText(from: services.map(\.source))
        out.gap()
        out.block("extension WirePattern") { out in
            out.line("/// The patterns of the model that are not checked, by the name of a shape that asks for them.")
            out.block("public static var unsupported: [String: String]") { out in
                let entries = patterns.unsupported.map { "\($0.shape.literal): \($0.source.literal)" }
                out.line(entries.isEmpty ? "[:]" : "[\(entries.joined(separator: ", "))]")
            }
            out.gap()
            out.line("/// The patterns that are checked, each once.")
            out.block("public static var supported: [WirePattern]") { out in
                let names = patterns.compiled.map { ".\(SwiftName.escaped($0.name))" }
                out.line("[\(names.joined(separator: ", "))]")
            }
            for entry in patterns.compiled {
                out.gap()
                out.line("/// `\(entry.source)`.")
                out.line("static let \(SwiftName.escaped(entry.name)): WirePattern = WirePattern(")
                out.line("    \(entry.source.literal),")
                out.line("    sets: [\(entry.program.sets.map(Self.set).joined(separator: ", "))],")
                out.line("    steps: [\(entry.program.steps.map(Self.step).joined(separator: ", "))]")
                out.line(")")
            }
        }
        return out.text
    }

    private static func call(_ statement: CheckDeclaration.Statement, on receiver: String) -> String {
        switch statement {
        case .value(let call, let value, let name, let constraint):
            return "\(receiver).\(call)(\(value), \(name), \(constraint))"
        case .structure(let value, let name):
            return "\(receiver).structure(\(value), \(name))"
        case .elements(let value, let name, let inner):
            return "\(receiver).elements(\(value), \(name)) { \(calls(inner)) }"
        case .map(let value, let name, let isSensitive, let inner):
            let flag = isSensitive ? ", isSensitive: true" : ""
            return "\(receiver).map(\(value), \(name)\(flag)) { \(calls(inner)) }"
        }
    }

    private static func calls(_ statements: [CheckDeclaration.Statement]) -> String {
        statements.map { call($0, on: "$0") }.joined(separator: "; ")
    }

    private static func set(_ set: PatternSyntax.ScalarClass) -> String {
        let bounds = set.ranges.flatMap { [$0.lowerBound, $0.upperBound] }
            .map { "0x" + String($0, radix: 16, uppercase: true) }
        let categories = set.categories.isEmpty ? "" : ", \(String(set.categories.sorted()).literal)"
        return
            "ScalarSet([\(bounds.joined(separator: ", "))]\(categories)\(set.isInverted ? ", isInverted: true" : ""))"
    }

    private static func step(_ step: PatternProgram.Step) -> String {
        switch step {
        case .take(let set): ".take(\(set))"
        case .jump(let target): ".jump(\(target))"
        case .fork(let first, let second): ".fork(\(first), \(second))"
        }
    }
}
