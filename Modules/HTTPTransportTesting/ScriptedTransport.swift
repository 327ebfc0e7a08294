public import HTTPTransport
internal import Synchronization

/// A transport that plays a script, one step for each request, and remembers what it was asked.
///
/// It holds to the contract of ``/HTTPTransport/HTTPTransport``: limits, deadlines, refused redirects and cancellation are
/// as real as over a network. When the script is over, requests fail with `couldNotConnect`.
public final class ScriptedTransport: HTTPTransport {
    /// What happens to one request.
    public struct Step: Sendable {
        fileprivate enum Kind: Sendable {
            case answer(@Sendable (TransportRequest) -> TransportResponse)
            case fail(TransportError)
            case silence
        }

        fileprivate let kind: Kind

        /// Answers with `response`.
        public static func respond(_ response: TransportResponse) -> Step {
            Step(kind: .answer { _ in response })
        }

        /// Answers with what `response` makes of the request.
        public static func respond(_ response: @escaping @Sendable (TransportRequest) -> TransportResponse) -> Step {
            Step(kind: .answer(response))
        }

        /// Fails with `error`.
        public static func fail(_ error: TransportError) -> Step {
            Step(kind: .fail(error))
        }

        /// Takes the request and never answers, until the deadline or cancellation.
        public static let silence = Step(kind: .silence)
    }

    private struct State {
        var steps: [Step]
        var requests: [TransportRequest] = []
    }

    private let state: Mutex<State>

    /// Plays `steps` in their order.
    public init(_ steps: [Step]) {
        state = Mutex(State(steps: steps))
    }

    /// The requests so far, in the order in which they came.
    public var requests: [TransportRequest] { state.withLock { $0.requests } }

    /// How many steps have not been played.
    public var remainingStepCount: Int { state.withLock { $0.steps.count } }

    /// Plays the next step.
    ///
    /// - Parameter request: The request, which is remembered.
    /// - Returns: What the step says.
    /// - Throws: ``/HTTPTransport/TransportError`` as the step says, or for the limits of the request.
    public func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        guard !Task.isCancelled else { throw Self.cancelled(mayHaveReachedServer: false) }
        let step = state.withLock { state in
            state.requests.append(request)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step?.kind {
        case .answer(let response): return try response(request).admitted(under: request.limits)
        case .fail(let error): throw error
        case .silence:
            do { try await Task.sleep(for: request.limits.totalTimeout) } catch {
                throw Self.cancelled(mayHaveReachedServer: true)
            }
            throw TransportError(.timedOut, "the script keeps silent", mayHaveReachedServer: true)
        case nil: throw TransportError(.couldNotConnect, "the script is over", mayHaveReachedServer: false)
        }
    }

    private static func cancelled(mayHaveReachedServer: Bool) -> TransportError {
        TransportError(.cancelled, "cancelled", mayHaveReachedServer: mayHaveReachedServer)
    }
}
