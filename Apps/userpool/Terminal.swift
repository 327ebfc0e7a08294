import AppSupport
import ByteCoding
import Dispatch
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

    /// Asks for one of several, by its number or its name.
    ///
    /// - Returns: The index of what was chosen.
    /// - Throws: As ``ask(_:instead:)``, after three answers that were none of them.
    static func choose(_ question: String, from names: [String], instead option: String = "--choice") throws -> Int {
        for (index, name) in names.enumerated() { note("  \(index + 1)  \(name.shownSafely)") }
        for _ in 0..<3 {
            let answer = try ask("\(question) (1-\(names.count))", instead: option)
            let text = answer.trimmingCharacters(in: .whitespaces)
            if let number = Int(text), (1...max(1, names.count)).contains(number), !names.isEmpty { return number - 1 }
            if let index = names.firstIndex(of: text) { return index }
        }
        throw Problem(.interrupted, "no answer to \(question)")
    }

    /// Asks for a secret, which is not shown while it is typed.
    ///
    /// - Throws: As ``ask(_:instead:)``.
    static func askSecret(_ question: String, instead option: String) throws -> SecretBytes {
        try requireSomebody(for: question, instead: option)
        let hidden = try HiddenTyping()
        defer {
            hidden.end()
            note("")
        }
        FileHandle.standardError.write(Data("\(question): ".utf8))
        guard let line = readLine(), !line.isEmpty else { throw Problem(.interrupted, "no answer to \(question)") }
        return SecretBytes(utf8: line)
    }

    /// Asks for a new secret, twice.
    ///
    /// - Throws: As ``ask(_:instead:)``; ``Problem`` with ``Problem/Code/invalidParameter`` if the two differ.
    static func askNewSecret(_ question: String, instead option: String) throws -> SecretBytes {
        let secret = try askSecret(question, instead: option)
        let again = try askSecret("\(question) again", instead: option)
        let isSame = secret.withBytes { first in
            again.withBytes { second in
                first.count == second.count && first.indices.allSatisfy { first[$0] == second[$0] }
            }
        }
        guard isSame else { throw Problem(.invalidParameter, "the two are not the same; nothing was changed") }
        return secret
    }

    private static func requireSomebody(for question: String, instead option: String) throws {
        guard isInteractive else {
            throw Problem(.usage, "\(question) is needed and there is no terminal to ask at; use \(option)")
        }
    }
}

/// A terminal that does not show what is typed, until it ends; also when the person ends the program meanwhile.
private final class HiddenTyping {
    private var shown: termios
    private let sources: [any DispatchSourceSignal]

    /// - Throws: ``Problem`` with ``Problem/Code/inputOutput``.
    init() throws {
        var shown = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &shown) == 0 else {
            throw Problem(.inputOutput, "the terminal does not say how it is set")
        }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        self.shown = shown
        let restored = shown
        // Until somebody listens to it a signal is lost: nothing is asked before.
        let listening = DispatchSemaphore(value: 0)
        let queue = DispatchQueue(label: "userpool.terminal")
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setRegistrationHandler { listening.signal() }
            source.setEventHandler {
                var restored = restored
                _ = unsafe tcsetattr(STDIN_FILENO, TCSANOW, &restored)
                Terminal.note("")
                exit(ExitStatus.interrupted.rawValue)
            }
            _ = signal(number, SIG_IGN)
            source.resume()
            listening.wait()
            return source
        }
        guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else {
            end()
            throw Problem(.inputOutput, "the terminal cannot hide what is typed")
        }
    }

    func end() {
        _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &shown)
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM, SIGHUP] { _ = signal(number, SIG_DFL) }
    }
}
