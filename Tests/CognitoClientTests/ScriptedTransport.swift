import HTTPTransport
import HTTPTypes
import Synchronization

/// A transport that answers from a list, and keeps what it was asked.
final class ScriptedTransport: HTTPTransport {
    /// What happens to one request.
    enum Turn: Sendable {
        case answer(Int, headers: [String: String] = [:], body: String = "{}")
        case failure(TransportError.Code, reached: Bool)
    }

    private struct State {
        var turns: [Turn]
        var requests: [TransportRequest] = []
    }

    private let state: Mutex<State>
    private let willAnswer: @Sendable () -> Void

    init(_ turns: [Turn], willAnswer: @escaping @Sendable () -> Void = {}) {
        state = Mutex(State(turns: turns))
        self.willAnswer = willAnswer
    }

    /// The requests so far.
    var requests: [TransportRequest] { state.withLock { $0.requests } }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        willAnswer()
        let turn = state.withLock { state in
            state.requests.append(request)
            return state.turns.isEmpty ? nil : state.turns.removeFirst()
        }
        switch turn {
        case .answer(let status, let headers, let body):
            var fields = HTTPFields()
            for (name, value) in headers {
                if let name = HTTPField.Name(name) { fields[name] = value }
            }
            return TransportResponse(status: status, headers: fields, body: Array(body.utf8))
        case .failure(let code, let reached):
            throw TransportError(code, "scripted", mayHaveReachedServer: reached)
        case nil:
            throw TransportError(.shutDown, "the script is over", mayHaveReachedServer: false)
        }
    }
}
