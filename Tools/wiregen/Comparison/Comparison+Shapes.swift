extension Comparison {
    /// Compares two shapes that stand in one place.
    mutating func compare(_ old: Specification.Shape, _ new: Specification.Shape, at name: String, isInput: Bool) {
        guard old.type == new.type else {
            let detail = "\(old.type.rawValue) → \(new.type.rawValue)"
            append(Change(action: .changed, subject: .member, name: name, detail: detail, breaksCallers: true))
            return
        }
        if old.isSensitive != new.isSensitive {
            let detail = new.isSensitive == true ? "now sensitive" : "no longer sensitive"
            append(Change(action: .changed, subject: .member, name: name, detail: detail, breaksCallers: true))
        }
        compareValues(old.values ?? [], new.values ?? [], at: name)
        compareConstraints(old, new, at: name, isInput: isInput)
        compareTarget(old.element, new.element, at: "\(name)[]", isInput: isInput)
        compareTarget(old.key, new.key, at: "\(name).key", isInput: isInput)
        compareTarget(old.value, new.value, at: "\(name).value", isInput: isInput)
        compareMembers(old.members ?? [:], new.members ?? [:], at: name, isInput: isInput)
    }

    private mutating func compareMembers(
        _ old: [String: Specification.Member],
        _ new: [String: Specification.Member],
        at name: String,
        isInput: Bool
    ) {
        for (member, facts) in old {
            let place = "\(name).\(member)"
            guard let other = new[member] else {
                append(Change(action: .removed, subject: .member, name: place, breaksCallers: true))
                continue
            }
            if facts.isRequired != other.isRequired {
                // A requirement in a request refuses old callers; one that falls makes a property of theirs optional.
                let breaks = other.isRequired == true ? isInput : isOutput(name)
                let detail = other.isRequired == true ? "now required" : "no longer required"
                append(Change(action: .changed, subject: .member, name: place, detail: detail, breaksCallers: breaks))
            }
            if facts.isDeprecated != other.isDeprecated {
                let detail = other.isDeprecated == true ? "now deprecated" : "no longer deprecated"
                append(Change(action: .changed, subject: .member, name: place, detail: detail))
            }
            compareTarget(facts.shape, other.shape, at: place, isInput: isInput)
        }
        for (member, facts) in new where old[member] == nil {
            let isRequired = facts.isRequired == true
            let detail = facts.shape + (isRequired ? ", required" : "")
            let place = "\(name).\(member)"
            let breaks = isRequired && isInput
            append(Change(action: .added, subject: .member, name: place, detail: detail, breaksCallers: breaks))
        }
    }

    /// Compares what two references lead to; where the names are equal, the shapes are compared once, elsewhere.
    private mutating func compareTarget(_ old: String?, _ new: String?, at place: String, isInput: Bool) {
        guard let old, let new, old != new, let before = self.old.shapes[old], let after = self.new.shapes[new] else {
            return
        }
        if before.type == after.type, [.structure, .enumeration].contains(before.type) {
            // A type of another name is another type in Swift.
            append(
                Change(
                    action: .changed,
                    subject: .member,
                    name: place,
                    detail: "\(old) → \(new)",
                    breaksCallers: true
                )
            )
        } else {
            compare(before, after, at: place, isInput: isInput)
        }
    }

    private mutating func compareValues(_ old: [String], _ new: [String], at name: String) {
        for value in Set(new).subtracting(old) {
            append(Change(action: .added, subject: .value, name: "\(name).\(value)"))
        }
        for value in Set(old).subtracting(new) {
            append(Change(action: .removed, subject: .value, name: "\(name).\(value)", breaksCallers: true))
        }
    }

    /// A tighter constraint may refuse what old callers send; what answers look like is not theirs to keep.
    private mutating func compareConstraints(
        _ old: Specification.Shape,
        _ new: Specification.Shape,
        at name: String,
        isInput: Bool
    ) {
        let isHigher = (new.minimum ?? .min) > (old.minimum ?? .min)
        compareConstraint("minimum", old.minimum, new.minimum, at: name, breaks: isInput && isHigher)
        let isLower = (new.maximum ?? .max) < (old.maximum ?? .max)
        compareConstraint("maximum", old.maximum, new.maximum, at: name, breaks: isInput && isLower)
        compareConstraint("pattern", old.pattern, new.pattern, at: name, breaks: isInput && new.pattern != nil)
    }

    private mutating func compareConstraint<Value: Equatable & CustomStringConvertible>(
        _ kind: String,
        _ old: Value?,
        _ new: Value?,
        at name: String,
        breaks: Bool
    ) {
        guard old != new else { return }
        let action: Change.Action = old == nil ? .added : new == nil ? .removed : .changed
        let detail = [old, new].compactMap { $0?.description }.joined(separator: " → ")
        append(
            Change(
                action: action,
                subject: .constraint,
                name: "\(name) \(kind)",
                detail: detail,
                breaksCallers: breaks
            )
        )
    }
}
