import AppSupport
import ByteCoding
import Foundation

/// The person at the keyboard, if there is one.
enum Terminal {
    /// Whether somebody can be asked.
    static var isInteractive: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    /// Prints a line to standard error.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Asks for a line of text.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/usage`` if there is nobody to ask, ``Problem/Code/interrupted`` at the
    ///   end of input.
    static func ask(_ question: String, instead option: String) throws -> String {
        try requireSomebody(for: question, instead: option)
        FileHandle.standardError.write(Data("\(question): ".utf8))
        guard let line = readLine() else { throw Problem(.interrupted, "no answer to \(question)") }
        return line
    }

    /// Asks for a secret, which is not shown while it is typed.
    ///
    /// - Throws: As ``ask(_:instead:)``.
    static func askSecret(_ question: String, instead option: String) throws -> SecretBytes {
        try requireSomebody(for: question, instead: option)
        FileHandle.standardError.write(Data("\(question): ".utf8))
        var shown = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &shown) == 0 else {
            throw Problem(.inputOutput, "the terminal does not say how it is set")
        }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else {
            throw Problem(.inputOutput, "the terminal cannot hide what is typed")
        }
        defer {
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            note("")
        }
        guard let line = readLine(), !line.isEmpty else { throw Problem(.interrupted, "no answer to \(question)") }
        return SecretBytes(utf8: line)
    }

    private static func requireSomebody(for question: String, instead option: String) throws {
        guard isInteractive else {
            throw Problem(.usage, "\(question) is needed and there is no terminal to ask at; use \(option)")
        }
    }
}
