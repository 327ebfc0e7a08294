import Foundation
import Synchronization
import TestSupport

/// A run of `userpool` at a terminal, with a test at the keyboard.
///
/// Standard input and standard error are the terminal; standard output is apart, so that results can be read.
final class PseudoTerminal: Sendable {
    /// How long a test waits for a text, by far longer than any command takes.
    private static let patience = Duration.seconds(120)

    private let process: Process
    private let output = Pipe()
    private let keyboard: CInt
    private let screen = Mutex("")

    /// Starts a program.
    init(_ program: URL, _ arguments: [String], environment: [String: String], folder: URL) throws {
        var (keyboard, line) = (CInt(-1), CInt(-1))
        // SAFETY: both descriptors are the call's to set.
        guard unsafe openpty(&keyboard, &line, nil, nil, nil) == 0 else {
            throw SpawnedProcess.Failure(description: "no pseudo-terminal")
        }
        _ = fcntl(keyboard, F_SETFD, FD_CLOEXEC)
        self.keyboard = keyboard
        let end = FileHandle(fileDescriptor: line, closeOnDealloc: true)
        process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = folder
        (process.standardInput, process.standardOutput, process.standardError) = (end, output, end)
        try SpawnedProcess.withoutBlockedSignals { try process.run() }
        try end.close()
    }

    deinit {
        if process.isRunning { _ = kill(process.processIdentifier, SIGKILL) }
        close(keyboard)
    }

    /// Everything that the terminal has shown since the last ``expect(_:)``.
    var shown: String { screen.withLock { $0 } }

    /// Waits until a text is shown.
    ///
    /// - Returns: What was shown up to the text and with it.
    @discardableResult
    func expect(_ text: String) async throws -> String {
        try await onOwnThread {
            let deadline = ContinuousClock.now + Self.patience
            while true {
                let found = self.screen.withLock { screen -> String? in
                    guard let range = screen.range(of: text) else { return nil }
                    defer { screen = String(screen[range.upperBound...]) }
                    return String(screen[..<range.upperBound])
                }
                if let found { return found }
                guard ContinuousClock.now < deadline, self.readMore() else {
                    throw SpawnedProcess.Failure(description: "waited for \"\(text)\", saw \"\(self.shown)\"")
                }
            }
        }
    }

    /// The rest of the line that is being shown.
    func expectLine() async throws -> String {
        try await expect("\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Types a line.
    func type(_ line: String) throws {
        try FileHandle(fileDescriptor: keyboard, closeOnDealloc: false).write(contentsOf: Data((line + "\n").utf8))
    }

    /// Waits for the text, and types a line.
    func answer(_ question: String, _ line: String) async throws {
        try await expect(question)
        try type(line)
    }

    /// Does what Ctrl-C does: the terminal has no process group of its own to tell.
    func interrupt() throws {
        guard kill(process.processIdentifier, SIGINT) == 0 else {
            throw SpawnedProcess.Failure(description: "the program is not there any more")
        }
    }

    /// Whether the terminal shows what is typed.
    var showsWhatIsTyped: Bool {
        var settings = termios()
        // SAFETY: the structure is the call's own.
        guard unsafe tcgetattr(keyboard, &settings) == 0 else { return false }
        return settings.c_lflag & tcflag_t(ECHO) != 0
    }

    /// Waits for the end.
    func waitForEnd() async throws -> Outcome {
        try await onOwnThread {
            while self.readMore() {}
            // A program that has said nothing for so long would say nothing for ever.
            if self.process.isRunning, !self.hasHungUp() { _ = kill(self.process.processIdentifier, SIGKILL) }
            let output = self.output.fileHandleForReading.readDataToEndOfFile()
            self.process.waitUntilExit()
            return Outcome(
                status: self.process.terminationStatus,
                output: String(decoding: output, as: UTF8.self),
                errors: self.shown
            )
        }
    }

    /// Whether nobody is at the terminal any more.
    private func hasHungUp() -> Bool {
        var state = pollfd(fd: keyboard, events: 0, revents: 0)
        // SAFETY: one descriptor.
        return unsafe poll(&state, 1, 0) == 1 && state.revents & Int16(POLLHUP) != 0
    }

    /// Reads what is shown next.
    ///
    /// - Returns: Whether there was anything: a terminal that nobody is at any more ends with an error.
    private func readMore() -> Bool {
        var ready = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
        // SAFETY: one descriptor, and a buffer as long as it is said to be.
        guard unsafe poll(&ready, 1, 120_000) == 1 else { return false }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe read(keyboard, &bytes, bytes.count)
        guard count > 0 else { return false }
        screen.withLock { $0 += String(decoding: bytes.prefix(count), as: UTF8.self) }
        return true
    }
}
