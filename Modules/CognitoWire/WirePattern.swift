/// A pattern of the model, compiled to a small matcher when this room was generated.
///
/// A text matches as a whole, as the service asks it to. Classes such as `\w` and `\d` mean ASCII, `\p{L}` and its like
/// Unicode's general categories, and `.` everything but a line feed. The matcher follows all branches at once, scalar by
/// scalar: its time is bounded by the length of the text times the size of the pattern, whatever the text.
public struct WirePattern: Sendable {
    /// The pattern as the model spells it.
    public let source: String
    private let sets: [ScalarSet]
    private let steps: [Step]

    init(_ source: String, sets: [ScalarSet], steps: [Step]) {
        self.source = source
        self.sets = sets
        self.steps = steps
    }

    /// Whether `text` matches from its first Unicode scalar to its last.
    public func matches(_ text: String) -> Bool {
        var current = Positions(count: steps.count)
        follow(0, into: &current)
        for scalar in text.unicodeScalars {
            var next = Positions(count: steps.count)
            for position in current.list {
                guard position < steps.count, case .take(let set) = steps[position], sets[set].contains(scalar) else {
                    continue
                }
                follow(position + 1, into: &next)
            }
            guard !next.list.isEmpty else { return false }
            current = next
        }
        return current.contains(steps.count)
    }

    /// Adds `start` and all that is reached from it without taking a scalar; the end stands behind the last step.
    private func follow(_ start: Int, into positions: inout Positions) {
        var pending = [start]
        while let position = pending.popLast() {
            guard positions.insert(position), position < steps.count else { continue }
            switch steps[position] {
            case .take: break
            case .jump(let target): pending.append(target)
            case .fork(let first, let second): pending += [first, second]
            }
        }
    }
}

extension WirePattern {
    /// One step of a matcher.
    enum Step: Sendable {
        /// Takes one scalar of the set with this index and goes on behind.
        case take(Int)
        /// Goes on elsewhere.
        case jump(Int)
        /// Goes on at two places.
        case fork(Int, Int)
    }

    /// A set of Unicode scalars.
    struct ScalarSet: Sendable {
        /// Lower and upper bounds in turn, both included.
        let bounds: [UInt32]
        /// The first letters of general categories whose scalars belong to the set too.
        let categories: String
        /// Whether the set is everything else instead.
        let isInverted: Bool

        init(_ bounds: [UInt32], _ categories: String = "", isInverted: Bool = false) {
            self.bounds = bounds
            self.categories = categories
            self.isInverted = isInverted
        }

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            let isListed = stride(from: 0, to: bounds.count - 1, by: 2)
                .contains { bounds[$0] <= scalar.value && scalar.value <= bounds[$0 + 1] }
            let isMember = isListed || (!categories.isEmpty && categories.contains(scalar.majorCategory))
            return isMember != isInverted
        }
    }

    /// The steps that a matcher stands at, each once.
    private struct Positions {
        private(set) var list: [Int] = []
        private var isMember: [Bool]

        init(count: Int) {
            isMember = Array(repeating: false, count: count + 1)
        }

        func contains(_ position: Int) -> Bool { isMember[position] }

        mutating func insert(_ position: Int) -> Bool {
            guard !isMember[position] else { return false }
            isMember[position] = true
            list.append(position)
            return true
        }
    }
}

extension Unicode.Scalar {
    /// The first letter of the scalar's general category (Unicode Standard, table 4-4).
    fileprivate var majorCategory: Character {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: "L"
        case .nonspacingMark, .spacingMark, .enclosingMark: "M"
        case .decimalNumber, .letterNumber, .otherNumber: "N"
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            "P"
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: "S"
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: "Z"
        case .control, .format, .surrogate, .privateUse, .unassigned: "C"
        @unknown default: "C"
        }
    }
}
