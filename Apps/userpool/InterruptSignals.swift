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

    /// Waits for the first one.
    func first() async {
        for await _ in arrivals { return }
    }
}
