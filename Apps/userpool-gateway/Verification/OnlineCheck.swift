import AppSupport
import ByteCoding
import CognitoWire
import CryptoPrimitives
import Synchronization
import UserPoolKit

/// Asks the service whether an access token still counts (`GetUser`), and remembers its answers for a while.
///
/// An answer is kept under a digest of the token, never under the token.
final class OnlineCheck: Sendable {
    private struct Answer: Sendable {
        let isGood: Bool
        let end: UnixTime
    }

    private let pool: UserPool
    private let lifetime: Duration
    private let clock: @Sendable () -> UnixTime
    private let answers: Mutex<RecentValues<[UInt8], Answer>>

    /// - Parameters:
    ///   - pool: The pool that is asked.
    ///   - lifetime: How long an answer holds; zero asks each time.
    ///   - size: The most answers that are kept.
    ///   - clock: The time of day.
    init(pool: UserPool, lifetime: Duration, size: Int, clock: @escaping @Sendable () -> UnixTime) {
        self.pool = pool
        self.lifetime = lifetime
        self.clock = clock
        answers = Mutex(RecentValues(limit: size))
    }

    /// Returns if the service takes the token.
    ///
    /// - Parameters:
    ///   - token: An access token that is verified.
    ///   - expiry: When it expires; no answer is kept longer.
    /// - Throws: ``Revoked`` if the service refuses it; ``Problem`` if the service could not be asked.
    func confirm(_ token: Sensitive<String>, until expiry: UnixTime) async throws {
        let digest = try SHA256.digest(of: Array(token.value.utf8))
        if let known = answers.withLock({ $0[digest] }), clock() < known.end {
            guard known.isGood else { throw Revoked() }
            return
        }
        let isGood = try await ask(about: token)
        if lifetime > .zero {
            let answer = Answer(isGood: isGood, end: min(clock().adding(lifetime), expiry))
            answers.withLock { $0.insert(answer, for: digest) }
        }
        guard isGood else { throw Revoked() }
    }

    /// The service refuses a token whose signature is right.
    struct Revoked: Error {}

    private func ask(about token: Sensitive<String>) async throws -> Bool {
        do {
            _ = try await pool.profile(accessToken: token)
            return true
        } catch {
            let problem = Problem(describing: error)
            // What the service says of this token, and not of the way to it or of how often it is asked.
            guard [401, 403, 404].contains(problem.code.status), problem.cognito != nil, problem.code != .blockedByWaf
            else { throw problem }
            return false
        }
    }
}
