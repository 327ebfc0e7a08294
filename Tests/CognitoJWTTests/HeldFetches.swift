import CognitoJWT
import Synchronization

/// A fetcher that counts what it is asked; answers come from a function, or from the test's own hand.
final class HeldFetches: Sendable {
    typealias Answer = @Sendable (_ url: String) throws -> [UInt8]

    /// What a fetch fails with where the test says so.
    struct Outage: Error, CustomStringConvertible {
        let description = "no route"
    }

    private struct State {
        var answer: Answer?
        var urls: [String] = []
        var held: [(url: String, continuation: CheckedContinuation<[UInt8], any Error>)] = []
    }

    private let state: Mutex<State>

    /// Makes a fetcher.
    ///
    /// - Parameter answer: What every fetch is answered with at once; `nil` to hold each until ``resolve(_:of:)``.
    init(_ answer: Answer? = nil) {
        state = Mutex(State(answer: answer))
    }

    /// Everything that was asked for, in order.
    var urls: [String] { state.withLock { $0.urls } }

    /// How often something was asked for.
    var count: Int { urls.count }

    /// Answers from now on with `answer`; holds again if it is `nil`.
    func answer(with answer: Answer?) {
        state.withLock { $0.answer = answer }
    }

    /// The function for the cache.
    func fetch(_ url: String) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            let answer = state.withLock { state in
                state.urls.append(url)
                if state.answer == nil { state.held.append((url, continuation)) }
                return state.answer
            }
            if let answer { continuation.resume(with: Result { try answer(url) }) }
        }
    }

    /// Answers the oldest fetch that is held, of one address or of any; waits until there is one, or the test is out of time.
    func resolve(_ result: Result<[UInt8], any Error>, of url: String? = nil) async {
        while !Task.isCancelled {
            let held = state.withLock { state in
                let index = state.held.firstIndex { url == nil || $0.url == url }
                return index.map { state.held.remove(at: $0) }
            }
            if let held {
                held.continuation.resume(with: result)
                return
            }
            await Task.yield()
        }
    }
}
