/// A pattern as the steps of a matcher: what `WirePattern` runs.
struct PatternProgram: Equatable {
    /// The sets of scalars, each once.
    private(set) var sets: [PatternSyntax.ScalarClass] = []
    /// The steps; the end stands behind the last one.
    private(set) var steps: [Step] = []

    enum Step: Equatable {
        case take(Int)
        case jump(Int)
        case fork(Int, Int)
    }

    /// Lays out the steps of `syntax`.
    init(_ syntax: PatternSyntax) {
        append(syntax)
    }

    /// Compiles `pattern`.
    ///
    /// - Throws: ``WiregenError`` with ``WiregenError/Code/pattern`` if it uses what is not known.
    init(pattern: String) throws {
        self.init(try PatternParser.parse(pattern))
    }

    private mutating func append(_ syntax: PatternSyntax) {
        switch syntax {
        case .set(let set): steps.append(.take(index(of: set)))
        case .sequence(let parts): for part in parts { append(part) }
        case .choice(let branches): append(branches[...])
        case .repetition(let part, let minimum, let maximum):
            for _ in 0..<minimum { append(part) }
            guard let maximum else { return appendLoop(part) }
            appendOptional(part, count: maximum - minimum)
        }
    }

    private mutating func append(_ branches: ArraySlice<PatternSyntax>) {
        guard let first = branches.first else { return }
        guard branches.count > 1 else { return append(first) }
        let fork = reserve()
        append(first)
        let jump = reserve()
        steps[fork] = .fork(fork + 1, steps.count)
        append(branches.dropFirst())
        steps[jump] = .jump(steps.count)
    }

    private mutating func appendLoop(_ part: PatternSyntax) {
        let fork = reserve()
        append(part)
        steps.append(.jump(fork))
        steps[fork] = .fork(fork + 1, steps.count)
    }

    private mutating func appendOptional(_ part: PatternSyntax, count: Int) {
        guard count > 0 else { return }
        let fork = reserve()
        append(part)
        appendOptional(part, count: count - 1)
        steps[fork] = .fork(fork + 1, steps.count)
    }

    /// Keeps a place for a step whose target is not known yet.
    private mutating func reserve() -> Int {
        steps.append(.jump(0))
        return steps.count - 1
    }

    private mutating func index(of set: PatternSyntax.ScalarClass) -> Int {
        if let index = sets.firstIndex(of: set) { return index }
        sets.append(set)
        return sets.count - 1
    }
}
