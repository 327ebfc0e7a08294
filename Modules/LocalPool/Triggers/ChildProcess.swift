internal import Synchronization

/// One program that is run for its output: fed, read to the end, and ended with all that it started.
final class ChildProcess: Sendable {
    /// What came of it.
    struct Ending: Sendable {
        /// The exit status, or 128 and the number of the signal that ended it, as shells count.
        let status: Int32
        /// What it printed.
        let output: [UInt8]
        /// The end of what it said on standard error.
        let errors: [UInt8]
        /// Whether `output` is all of it.
        let isWhole: Bool

        /// The last line on standard error that says something.
        var lastErrorLine: String? {
            errors.split(separator: 0x0a).lazy
                .map { String(decoding: $0, as: UTF8.self) }
                .last { $0.contains { !$0.isWhitespace } }
        }
    }

    private enum State {
        case running(POSIXProcess)
        case ended
    }

    private let process: POSIXProcess
    private let state: Mutex<State>

    /// Starts the program.
    ///
    /// - Throws: ``TriggerFailure`` with ``TriggerFailure/Code/notInvoked``.
    init(arguments: [String]) throws(TriggerFailure) {
        process = try POSIXProcess(arguments: arguments)
        state = Mutex(.running(process))
    }

    /// Feeds the program and reads what it prints, on a thread of its own.
    ///
    /// - Parameter input: Its standard input.
    /// - Returns: What came of it, once it and its pipes have come to an end.
    func finish(input: [UInt8]) async -> Ending {
        await withCheckedContinuation { continuation in
            OwnThread.run {
                continuation.resume(returning: self.block(input: input))
            }
        }
    }

    /// Ends the program and all of its group at once; afterwards it does nothing.
    func kill() {
        state.withLock { state in
            // Only as long as nobody else can have its id.
            if case .running(let process) = state { process.end() }
        }
    }

    private func block(input: [UInt8]) -> Ending {
        let streams = process.exchange(input)
        if !streams.isWhole { kill() }
        process.waitForEnd()
        let status = state.withLock { state in
            state = .ended
            return process.reap()
        }
        return Ending(status: status, output: streams.output, errors: streams.errors, isWhole: streams.isWhole)
    }
}
