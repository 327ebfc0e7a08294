import Dispatch
import Foundation

/// Ctrl-C and the polite request to end: the first one ends the work, a second one the process.
final class InterruptSignals {
    private let arrivals: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    /// From here on the signals are ours.
    init() {
        let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self)
        self.arrivals = arrivals
        sources = [SIGINT, SIGTERM].map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                continuation.yield()
                _ = signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
    }

    /// Does work that the first one ends early, by cancelling it; to be ended so is no failure.
    func interrupt(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let working = Task { try await work() }
        let waiting = Task { [arrivals] in
            for await _ in arrivals { return working.cancel() }
        }
        defer { withExtendedLifetime(self) { waiting.cancel() } }
        let result = await working.result
        if !working.isCancelled { try result.get() }
    }

    /// Waits for the first one.
    func first() async {
        for await _ in arrivals { return }
    }
}
