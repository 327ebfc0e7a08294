/// Reads the regular expressions that service models use; what it does not know is an error, never a guess.
///
/// A text is matched as a whole; specifications have no anchors at the two ends, and elsewhere they are not known.
struct PatternParser {
    private var rest: Substring.UnicodeScalarView
    private var dot = PatternSyntax.ScalarClass.anyButLineFeed

    private init(_ pattern: String) {
        rest = Substring(pattern).unicodeScalars
    }

    /// The tree of `pattern`.
    ///
    /// - Throws: ``WiregenError`` with ``WiregenError/Code/pattern``, which names what is not known.
    static func parse(_ pattern: String) throws -> PatternSyntax {
        var parser = PatternParser(pattern)
        if parser.take("(?s)") { parser.dot = .any }
        let syntax = try parser.choice()
        guard parser.rest.isEmpty else { throw unknown("an unopened group") }
        return syntax
    }

    private mutating func choice() throws -> PatternSyntax {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws -> PatternSyntax {
        var parts: [PatternSyntax] = []
        while let scalar = rest.first, scalar != "|", scalar != ")" {
            parts.append(try repeated(try atom()))
        }
        return .sequence(parts)
    }

    private mutating func repeated(_ atom: PatternSyntax) throws -> PatternSyntax {
        let result: PatternSyntax
        if take("*") {
            result = .repetition(atom, minimum: 0, maximum: nil)
        } else if take("+") {
            result = .repetition(atom, minimum: 1, maximum: nil)
        } else if take("?") {
            result = .repetition(atom, minimum: 0, maximum: 1)
        } else if take("{") {
            result = try counted(atom)
        } else {
            return atom
        }
        if let next = rest.first, ["*", "+", "?", "{"].contains(next) {
            throw Self.unknown("a lazy, possessive or double repetition")
        }
        return result
    }

    private mutating func counted(_ atom: PatternSyntax) throws -> PatternSyntax {
        let minimum = try number()
        if take("}") { return .repetition(atom, minimum: minimum, maximum: minimum) }
        guard take(",") else { throw Self.unknown("a repetition without end") }
        if take("}") { return .repetition(atom, minimum: minimum, maximum: nil) }
        let maximum = try number()
        guard take("}"), minimum <= maximum else { throw Self.unknown("a repetition without end") }
        return .repetition(atom, minimum: minimum, maximum: maximum)
    }

    private mutating func number() throws -> Int {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest.removeFirst(digits.count)
        guard let number = Int(String(digits)), number <= 1000 else { throw Self.unknown("a count beyond 1000") }
        return number
    }

    private mutating func atom() throws -> PatternSyntax {
        if take("(?:") { return try group() }
        if take("(?") { throw Self.unknown("a lookaround or another special group") }
        guard let scalar = rest.popFirst() else { throw Self.unknown("an early end") }
        switch scalar {
        case "(": return try group()
        case "[": return .set(try scalarClass())
        case ".": return .set(dot)
        case "\\": return .set(try escape())
        case "^", "$": throw Self.unknown("an anchor within")
        case "*", "+", "?", "{": throw Self.unknown("a repetition of nothing")
        default: return .set(.init(scalar))
        }
    }

    private mutating func group() throws -> PatternSyntax {
        let syntax = try choice()
        guard take(")") else { throw Self.unknown("an unclosed group") }
        return syntax
    }

    private mutating func scalarClass() throws -> PatternSyntax.ScalarClass {
        let isInverted = take("^")
        var result = PatternSyntax.ScalarClass()
        repeat {
            let first = try classMember()
            guard !first.isInverted || result == .init() && rest.first == "]" else {
                throw Self.unknown("an inverted class among others")
            }
            if first.isInverted {
                result = first
            } else if rest.first == "-", rest.dropFirst().first != "]", let lower = first.single {
                rest.removeFirst()
                guard let upper = try classMember().single, lower <= upper else { throw Self.unknown("a bad range") }
                result.ranges.append(lower...upper)
            } else {
                result.formUnion(first)
            }
        } while !take("]")
        return isInverted ? result.inverted : result
    }

    private mutating func classMember() throws -> PatternSyntax.ScalarClass {
        guard let scalar = rest.popFirst() else { throw Self.unknown("an unclosed class") }
        if scalar == "[" { throw Self.unknown("a class within a class") }
        return scalar == "\\" ? try escape() : .init(scalar)
    }

    /// What stands behind a backslash.
    private mutating func escape() throws -> PatternSyntax.ScalarClass {
        guard let scalar = rest.popFirst() else { throw Self.unknown("an early end") }
        switch scalar {
        case "d": return .digit
        case "w": return .word
        case "s": return .space
        case "D": return .digit.inverted
        case "W": return .word.inverted
        case "S": return .space.inverted
        case "t": return .init("\t")
        case "n": return .init("\n")
        case "r": return .init("\r")
        case "x": return try hexadecimal()
        case "p": return try category()
        case _ where scalar.isASCII && scalar.properties.isAlphabetic, "0"..."9":
            throw Self.unknown("the escape \\\(scalar)")
        default: return .init(scalar)
        }
    }

    private mutating func hexadecimal() throws -> PatternSyntax.ScalarClass {
        let digits = String(rest.prefix(2))
        guard digits.count == 2, let value = UInt32(digits, radix: 16) else { throw Self.unknown("a bad \\x") }
        rest.removeFirst(2)
        return .init(ranges: [value...value])
    }

    private mutating func category() throws -> PatternSyntax.ScalarClass {
        for letter in "LMNPSZ" where take("{\(letter)}") { return .init(categories: [letter]) }
        throw Self.unknown("a category other than L, M, N, P, S and Z")
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.unicodeScalars) else { return false }
        rest.removeFirst(text.unicodeScalars.count)
        return true
    }

    private static func unknown(_ what: String) -> WiregenError {
        WiregenError(.pattern, what)
    }
}

extension PatternSyntax.ScalarClass {
    /// The scalar of a class that holds but one.
    fileprivate var single: UInt32? {
        guard ranges.count == 1, categories.isEmpty, !isInverted, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }
}
