internal import Synchronization

/// Hands each event to everybody who listens; it keeps none itself.
final class EventFeed: Sendable {
    private struct State {
        var nextListener = 0
        var nextEvent: Int64 = 1
        var listeners: [Int: AsyncStream<PoolEvent>.Continuation] = [:]
    }

    private let state = Mutex(State())

    /// Whether anybody listens.
    var isObserved: Bool {
        state.withLock { !$0.listeners.isEmpty }
    }

    /// A stream of the events from now on.
    func listen(bufferingNewest count: Int) -> AsyncStream<PoolEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: PoolEvent.self,
            bufferingPolicy: .bufferingNewest(count)
        )
        let id = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
        }
        return stream
    }

    /// Numbers an event and hands it on.
    func publish(_ make: (Int64) -> PoolEvent) {
        // Under the lock, so that everybody sees the numbers in their order.
        state.withLock { state in
            let event = make(state.nextEvent)
            state.nextEvent += 1
            for listener in state.listeners.values { listener.yield(event) }
        }
    }
}
