import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A child process that serves a test: started, listened to, and ended with the value, by its own id.
package final class SpawnedProcess: Sendable {
    /// What went wrong with a child.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    private let process = Process()
    private let output: FileHandle
    /// Open for as long as the value lives, so that a child may end when its standard input does.
    private let input: FileHandle
    private let unread = Mutex(Data())

    /// Starts `executable`, found in `PATH` unless it has a slash.
    ///
    /// Its standard output is read by ``readLine()``; standard error goes with it if `mergesErrors`.
    package init(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        mergesErrors: Bool = false
    ) throws {
        let (out, inward) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [executable] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = out
        process.standardInput = inward
        process.standardError = mergesErrors ? out : FileHandle.nullDevice
        (output, input) = (out.fileHandleForReading, inward.fileHandleForWriting)
        try Self.withoutBlockedSignals { try process.run() }
        try out.fileHandleForWriting.close()
    }

    deinit { terminate() }

    /// The id of the child.
    package var id: Int32 { process.processIdentifier }

    /// The next line that the child prints, blocking until it does.
    package func readLine() throws -> String {
        try unread.withLock { unread in
            while true {
                if let end = unread.firstIndex(of: 0x0A) {
                    defer { unread = Data(unread[(end + 1)...]) }
                    return String(decoding: unread[..<end], as: UTF8.self)
                }
                let more = output.availableData
                guard !more.isEmpty else {
                    throw Failure(description: "the child ended: \(String(decoding: unread, as: UTF8.self))")
                }
                unread += more
            }
        }
    }

    /// The next line that the child prints.
    package func readLine() async throws -> String {
        try await onOwnThread { try self.readLine() }
    }

    /// The next line for which `isWanted` holds, blocking until the child prints it.
    package func blockForLine(where isWanted: (String) -> Bool) throws -> String {
        while true {
            let line = try readLine()
            if isWanted(line) { return line }
        }
    }

    /// The next line for which `isWanted` holds.
    package func readLine(where isWanted: (String) -> Bool) async throws -> String {
        while true {
            let line = try await readLine()
            if isWanted(line) { return line }
        }
    }

    /// Writes to the child's standard input.
    package func write(_ text: String) throws {
        try input.write(contentsOf: Data(text.utf8))
    }

    /// Ends the child's standard input.
    package func closeInput() {
        try? input.close()
    }

    /// Everything the child still prints, and its exit status.
    package func waitForEnd() async throws -> (output: String, status: Int32) {
        try await onOwnThread { self.waitForEnd() }
    }

    /// Everything the child still prints, and its exit status, blocking until it has ended.
    package func waitForEnd() -> (output: String, status: Int32) {
        let rest = unread.withLock { unread in
            defer { unread = Data() }
            return unread + output.readDataToEndOfFile()
        }
        process.waitUntilExit()
        return (String(decoding: rest, as: UTF8.self), process.terminationStatus)
    }

    /// Ends the child and waits until it has gone.
    ///
    /// With SIGKILL: the threads that run tests block signals, and a child inherits that, so it would never see SIGTERM.
    package func terminate() {
        try? input.close()
        guard process.isRunning else { return }
        _ = kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Runs `body` with no signal blocked: the threads that run tests block them all, a child would inherit that, and
    /// SIGTERM would never reach it.
    package static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
        var (none, before) = (sigset_t(), sigset_t())
        // SAFETY: both sets outlive the calls.
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }
}
