import CognitoJWT
import Logging
import ServiceLifecycle

/// Fetches the pool's keys at start, in the background, so that the first token does not wait for them.
///
/// The gateway listens without them too: a token then waits for its key, and is refused while the keys cannot be had.
struct KeyLoading: Service {
    let checker: TokenChecker
    let logger: Logger
    /// Passes the time between two attempts.
    var pause: @Sendable () async -> Void = { try? await Task.sleep(for: .seconds(10)) }

    func run() async throws {
        let verifier: TokenVerifier
        do {
            verifier = try checker.verifier()
        } catch {
            logger.warning("\(Self.path) lets nobody in: \(error.message) (pool.issuer)")
            return
        }
        await cancelWhenGracefulShutdown { await load(for: verifier) }
    }

    private func load(for verifier: TokenVerifier) async {
        while !Task.isCancelled {
            do {
                try await checker.keys.load(for: verifier, at: checker.clock())
                return
            } catch {
                if Task.isCancelled { return }
                logger.warning("\(error); \(Self.path) refuses tokens until the keys are there")
            }
            await pause()
        }
    }

    private static var path: String { ForwardAuthMiddleware.path }
}
