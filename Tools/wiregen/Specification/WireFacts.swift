/// One form for facts that the formats write in several ways.
enum WireFacts {
    /// A minimum that asks for something: no length is below zero, so a least length of zero is none.
    static func minimum(_ minimum: Int?, of kind: Specification.Kind) -> Int? {
        switch kind {
        case .integer, .long: minimum
        default: minimum == 0 ? nil : minimum
        }
    }

    /// A pattern that a text matches as a whole, from one that means just that: anchors at its ends say nothing.
    static func wholePattern(whole pattern: String) -> String {
        guard !hasOuterChoice(pattern) else { return pattern }
        var pattern = pattern
        if pattern.hasPrefix("^") { pattern.removeFirst() }
        if endsWithAnchor(pattern) { pattern.removeLast() }
        return pattern
    }

    /// A pattern that a text matches as a whole, from one that may match any part of it, as Smithy's do.
    static func wholePattern(search pattern: String) -> String {
        guard !hasOuterChoice(pattern) else { return ".*(?:\(pattern)).*" }
        let head = pattern.hasPrefix("^") ? "" : ".*"
        return head + wholePattern(whole: pattern) + (endsWithAnchor(pattern) ? "" : ".*")
    }

    private static func endsWithAnchor(_ pattern: String) -> Bool {
        pattern.hasSuffix("$") && !pattern.hasSuffix("\\$")
    }

    /// Whether a choice stands outside of every group and class, so that an anchor belongs to one branch of it.
    private static func hasOuterChoice(_ pattern: String) -> Bool {
        var depth = 0
        var isEscaped = false
        var isInClass = false
        for character in pattern {
            switch character {
            case _ where isEscaped:
                isEscaped = false
                continue
            case "\\": isEscaped = true
            case "[": isInClass = true
            case "]": isInClass = false
            case "(" where !isInClass: depth += 1
            case ")" where !isInClass: depth -= 1
            case "|" where !isInClass && depth == 0: return true
            default: break
            }
        }
        return false
    }
}
