import ServiceLifecycle
import Synchronization

/// Whether the gateway is about to stop: from the signal on, before it stops to listen.
final class Readiness: Service, Sendable {
    private let state = Mutex(false)

    /// Whether the signal to stop has come.
    var isDraining: Bool { state.withLock { $0 } }

    /// The signal to stop has come.
    func startDraining() {
        state.withLock { $0 = true }
    }

    /// Waits for the signal; of the services it is the last, and so the first to be told.
    func run() async throws {
        try await gracefulShutdown()
        startDraining()
    }
}
