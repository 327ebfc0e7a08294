/// The colours of a terminal, which decide which modules are drawn and which are left out.
public enum TerminalColors: CaseIterable, Hashable, Sendable {
    /// Light letters on a dark ground: light modules are drawn.
    case lightOnDark
    /// Dark letters on a light ground: dark modules are drawn.
    case darkOnLight
    /// Whatever they are: the lines set black on white for themselves (ECMA-48 `SGR`, the 256 colours of xterm).
    case unknown
}

extension QRSymbol {
    /// The symbol with its margin as lines of half blocks (U+2580, U+2584, U+2588), one letter for two modules.
    ///
    /// A line has as many columns as the symbol with its margin has modules: 29 to 185.
    ///
    /// - Parameter colors: The colours of the terminal.
    /// - Returns: The lines, from the top, without line ends.
    public func terminalLines(for colors: TerminalColors) -> [String] {
        let side = -Self.margin..<(moduleCount + Self.margin)
        let drawsDark = colors != .lightOnDark
        return stride(from: side.lowerBound, to: side.upperBound, by: 2).map { row in
            let letters = side.map { column -> Character in
                let upper = self[row, column] == drawsDark
                // Below the last row there is nothing to draw on a dark ground, and nothing but margin on a light one.
                let lower = side.contains(row + 1) && self[row + 1, column] == drawsDark
                return Self.letter(upper: upper, lower: lower)
            }
            let line = String(letters)
            return colors == .unknown ? "\u{1B}[38;5;16;48;5;231m\(line)\u{1B}[0m" : line
        }
    }

    private static func letter(upper: Bool, lower: Bool) -> Character {
        switch (upper, lower) {
        case (true, true): "\u{2588}"
        case (true, false): "\u{2580}"
        case (false, true): "\u{2584}"
        case (false, false): " "
        }
    }
}
