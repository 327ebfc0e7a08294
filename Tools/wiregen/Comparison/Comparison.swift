/// The differences between two models of one service.
///
/// A caller is a program that was built with the old model: it breaks if a request that it makes may be refused, if
/// something that it reads is gone or of another type, or if it no longer compiles with the new one.
struct Comparison {
    let old: Specification
    let new: Specification
    /// Sorted by subject and name.
    private(set) var changes: [Change] = []
    private let inputs: Set<String>
    private let outputs: Set<String>

    init(old: Specification, new: Specification) {
        self.old = old
        self.new = new
        inputs = old.inputShapes
        outputs = old.outputShapes
        compareService()
        compareOperations()
        compareErrors()
        for (name, shape) in old.shapes where shape.fault == nil {
            guard let other = new.shapes[name] else { continue }
            compare(shape, other, at: name, isInput: inputs.contains(name))
        }
        let order = Change.Subject.allCases
        changes = Set(changes).sorted {
            let (first, second) = (order.firstIndex(of: $0.subject) ?? 0, order.firstIndex(of: $1.subject) ?? 0)
            return (first, $0.name, $0.line) < (second, $1.name, $1.line)
        }
    }

    /// Whether one of the changes breaks callers.
    var breaksCallers: Bool { changes.contains(where: \.breaksCallers) }

    /// A line for each change, and a summary.
    var report: String {
        guard !changes.isEmpty else { return "no difference\n" }
        var lines = changes.map(\.line)
        for subject in Change.Subject.allCases {
            let all = changes.filter { $0.subject == subject }
            guard !all.isEmpty else { continue }
            func count(_ action: Change.Action) -> Int { all.count { $0.action == action } }
            let counts = "\(count(.added)) added, \(count(.removed)) removed, \(count(.changed)) changed"
            lines.append("\(subject.rawValue)s: \(counts)")
        }
        let breaking = changes.count(where: \.breaksCallers)
        lines.append(breaking == 0 ? "nothing breaks callers" : "\(breaking) of \(changes.count) break callers")
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func compareService() {
        let facts: [(String, KeyPath<Specification.Service, String>)] = [
            ("API version", \.apiVersion), ("endpoint prefix", \.endpointPrefix), ("signing name", \.signingName),
            ("target prefix", \.targetPrefix),
        ]
        for (name, path) in facts where old.service[keyPath: path] != new.service[keyPath: path] {
            let detail = "\(old.service[keyPath: path]) → \(new.service[keyPath: path])"
            changes.append(Change(action: .changed, subject: .service, name: name, detail: detail, breaksCallers: true))
        }
    }

    private mutating func compareOperations() {
        for (name, operation) in old.operations {
            guard let other = new.operations[name] else {
                changes.append(Change(action: .removed, subject: .operation, name: name, breaksCallers: true))
                continue
            }
            compare(operation, other, at: name)
        }
        for name in new.operations.keys where old.operations[name] == nil {
            changes.append(Change(action: .added, subject: .operation, name: name))
        }
    }

    private mutating func compare(_ old: Specification.Operation, _ new: Specification.Operation, at name: String) {
        func note(_ detail: String, breaks: Bool) {
            changes.append(
                Change(action: .changed, subject: .operation, name: name, detail: detail, breaksCallers: breaks)
            )
        }
        if old.authentication != new.authentication {
            let detail = "authentication \(old.authentication) → \(new.authentication)"
            note(detail, breaks: new.authentication == .sigV4)
        }
        if old.input != new.input { note("request \(old.input ?? "none") → \(new.input ?? "none")", breaks: true) }
        if old.output != new.output {
            note("answer \(old.output ?? "none") → \(new.output ?? "none")", breaks: old.output != nil)
        }
        if old.pagination != new.pagination {
            note("pages \(old.pagination.summary) → \(new.pagination.summary)", breaks: old.pagination != nil)
        }
        for error in Set(new.errors).subtracting(old.errors) {
            changes.append(Change(action: .added, subject: .error, name: "\(name).\(error)"))
        }
        for error in Set(old.errors).subtracting(new.errors) {
            changes.append(Change(action: .removed, subject: .error, name: "\(name).\(error)"))
        }
    }

    /// A code that is gone takes its constant with it; a new one decodes as it always did.
    private mutating func compareErrors() {
        let (before, after) = (old.errorShapes, new.errorShapes)
        for name in after.subtracting(before) { changes.append(Change(action: .added, subject: .error, name: name)) }
        for name in before.subtracting(after) {
            changes.append(Change(action: .removed, subject: .error, name: name, breaksCallers: true))
        }
    }

    mutating func append(_ change: Change) {
        changes.append(change)
    }

    /// Whether the old model sends the shape back to callers.
    func isOutput(_ name: String) -> Bool { outputs.contains(name) }
}

extension Specification {
    fileprivate var errorShapes: Set<String> {
        Set(shapes.filter { $0.value.fault != nil }.keys)
    }
}

extension Specification.Pagination? {
    fileprivate var summary: String {
        guard let page = self else { return "none" }
        return "\(page.inputToken)/\(page.outputToken)/\(page.items ?? "-")/\(page.pageSize ?? "-")"
    }
}
