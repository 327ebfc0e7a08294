internal import ByteCoding
internal import CognitoWire
internal import Synchronization

/// Remembers for a while what the service said of users, for those who ask often.
///
/// What is remembered belongs to one access token: another one, a refreshed one too, asks the service, so that nobody is
/// shown what a token that was never checked stands for. A change of attributes or of factors is seen after
/// ``forget(_:)``, past the cache, or when the time is over.
public final class ProfileCache: Sendable {
    private struct Entry {
        let accessToken: String
        let profile: UserProfile
        let expires: UnixTime
    }

    private let pool: UserPool
    private let lifetime: Duration
    private let limit: Int
    private let entries = Mutex<[String: Entry]>([:])

    /// Makes a cache.
    ///
    /// - Parameters:
    ///   - pool: The pool that is asked.
    ///   - lifetime: How long an answer is good for.
    ///   - limit: The most users that are remembered; all are forgotten when there are more.
    public init(pool: UserPool, lifetime: Duration = .seconds(60), limit: Int = 1000) {
        self.pool = pool
        self.lifetime = lifetime
        self.limit = max(1, limit)
    }

    /// The user of a session.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - bypassingCache: Whether the service is asked in any case.
    /// - Returns: The user.
    /// - Throws: ``UserPoolError``, as ``UserPool/profile(accessToken:)``; what was remembered is forgotten then.
    public func profile(
        of session: UserSession,
        bypassingCache: Bool = false
    ) async throws(UserPoolError) -> UserProfile {
        let now = pool.clock()
        if !bypassingCache, let entry = entries.withLock({ $0[session.subject] }), entry.expires > now,
            entry.accessToken == session.accessToken.value
        {
            return entry.profile
        }
        forget(session.subject)
        let profile = try await pool.profile(accessToken: session.accessToken)
        let entry = Entry(
            accessToken: session.accessToken.value,
            profile: profile,
            expires: now.adding(lifetime)
        )
        entries.withLock { entries in
            if entries.count >= limit { entries.removeAll() }
            entries[session.subject] = entry
        }
        return profile
    }

    /// Forgets a user, after a change or a sign-out.
    ///
    /// - Parameter subject: The user's id.
    public func forget(_ subject: String) {
        entries.withLock { $0[subject] = nil }
    }
}
