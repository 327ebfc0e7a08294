/// A pattern of the model as a tree.
indirect enum PatternSyntax: Equatable {
    case set(ScalarClass)
    case sequence([PatternSyntax])
    case choice([PatternSyntax])
    /// At least `minimum` times, at most `maximum` times or without end.
    case repetition(PatternSyntax, minimum: Int, maximum: Int?)

    /// A set of Unicode scalars.
    struct ScalarClass: Hashable {
        var ranges: [ClosedRange<UInt32>] = []
        /// The first letters of general categories.
        var categories: Set<Character> = []
        var isInverted = false

        mutating func formUnion(_ other: ScalarClass) {
            ranges += other.ranges
            categories.formUnion(other.categories)
        }
    }
}

extension PatternSyntax.ScalarClass {
    /// `\d`, in ASCII.
    static let digit = Self(ranges: [0x30...0x39])
    /// `\w`, in ASCII.
    static let word = Self(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// `\s`, in ASCII.
    static let space = Self(ranges: [0x09...0x0D, 0x20...0x20])
    /// Everything.
    static let any = Self(isInverted: true)
    /// `.`: everything but a line feed, the one that all dialects leave out.
    static let anyButLineFeed = Self(ranges: [0x0A...0x0A], isInverted: true)

    init(_ scalar: Unicode.Scalar) {
        self.init(ranges: [scalar.value...scalar.value])
    }

    var inverted: Self {
        var other = self
        other.isInverted.toggle()
        return other
    }
}
