import ByteCoding
import CognitoClient
import Synchronization

/// Clocks that move only when something waits, and randomness from a list.
final class FakeSurroundings: Sendable {
    private struct State {
        var now = UnixTime(seconds: 1_767_412_445)
        var uptime: Duration = .zero
        var waits: [Duration] = []
        var fractions: [Double]
        var cancelsWaits = false
    }

    private let state: Mutex<State>

    /// - Parameter fractions: What the random source gives, in turn; then 1.
    init(fractions: [Double] = []) {
        state = Mutex(State(fractions: fractions))
    }

    /// Every wait so far.
    var waits: [Duration] { state.withLock { $0.waits } }
    var now: UnixTime { state.withLock { $0.now } }

    /// Lets time pass.
    func advance(_ duration: Duration) {
        state.withLock { state in
            state.now = state.now.adding(duration)
            state.uptime += duration
        }
    }

    /// From now on every wait ends as if its task had been cancelled.
    func cancelWaits() {
        state.withLock { $0.cancelsWaits = true }
    }

    var surroundings: Surroundings {
        Surroundings(
            now: { self.now },
            uptime: { self.state.withLock { $0.uptime } },
            fraction: { self.state.withLock { $0.fractions.isEmpty ? 1 : $0.fractions.removeFirst() } },
            sleep: { duration throws(CancellationError) in
                let isCancelled = self.state.withLock { state in
                    state.waits.append(duration)
                    return state.cancelsWaits
                }
                if isCancelled { throw CancellationError() }
                self.advance(duration)
            }
        )
    }
}
