/// The one user of a program that has one at a time: a command line, an agent, the holder of a jar of cookies.
///
/// Not for servers, where each request has its own user: those say whom they mean, with ``SessionKeeper``.
///
/// ```swift
/// let current = CurrentUser(keeper: keeper)
/// try await current.keep(session, typedName: "alice@example.com")
/// let session = try await current.session()
/// ```
public struct CurrentUser: Sendable {
    /// What keeps the sessions.
    public let keeper: SessionKeeper
    /// The profile: each has a user of its own.
    public let profile: String

    /// Names the user of a profile.
    public init(keeper: SessionKeeper, profile: String = "default") {
        self.keeper = keeper
        self.profile = profile
    }

    private var key: StoreKey { keeper.key(.currentUser, profile) }

    /// The canonical username of who is signed in, or was signed in last.
    ///
    /// - Returns: The name; `nil` if nobody ever was.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func username() async throws(UserPoolError) -> String? {
        guard let entry = try await keeper.store.load(key) else { return nil }
        return try StoredRecords.read(
            CurrentUserRecord.self,
            version: CurrentUserRecord.currentVersion,
            from: entry
        ).username
    }

    /// The session with tokens that are good, refreshed if they must be.
    ///
    /// - Throws: ``UserPoolError``, as ``SessionKeeper/session(for:)`` does.
    public func session() async throws(UserPoolError) -> UserSession {
        guard let username = try await username() else { throw SessionKeeper.notSignedIn }
        return try await keeper.session(for: username)
    }

    /// The session as it is kept, fresh or not.
    ///
    /// - Returns: The session; `nil` if nobody is signed in.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func storedSession() async throws(UserPoolError) -> UserSession? {
        guard let username = try await username() else { return nil }
        return try await keeper.storedSession(for: username)
    }

    /// Keeps a session and makes its user the current one; a sign-in that waited is over.
    ///
    /// - Parameters:
    ///   - session: What a sign-in came to.
    ///   - typedName: What the person typed.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func keep(_ session: UserSession, typedName: String? = nil) async throws(UserPoolError) {
        try await keeper.keep(session, typedName: typedName)
        try await keeper.put(try StoredRecords.write(CurrentUserRecord(username: session.username)), under: key)
        try await keeper.forgetChallenge(profile)
    }

    /// Signs the current user out; the device stays.
    ///
    /// - Parameter scope: How far it goes.
    /// - Returns: What it came to; complete if nobody was signed in.
    public func signOut(_ scope: SignOutScope = .session) async -> SignOutResult {
        do throws(UserPoolError) {
            guard let username = try await username() else { return .complete }
            let result = await keeper.signOut(username, scope)
            if case .failed = result { return result }
            try await keeper.remove(key)
            return result
        } catch {
            return .failed(error)
        }
    }

    /// Keeps a sign-in that waits for an answer, here or in another process.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func keep(_ challenge: SignInChallenge) async throws(UserPoolError) {
        try await keeper.keep(challenge, as: profile)
    }

    /// The sign-in that waits for an answer; `nil` if none does.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``, or ``UserPoolError/Code/foreignChallenge``
    ///   for one that another version wrote.
    public func challenge() async throws(UserPoolError) -> SignInChallenge? {
        try await keeper.challenge(profile)
    }
}
