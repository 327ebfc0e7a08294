public import CognitoClient
internal import FoundationEssentials

/// Keeps the sessions of a pool's users in a store, and their tokens fresh.
///
/// ```swift
/// let keeper = SessionKeeper(pool: pool, store: FileSessionStore(folder: folder))
/// try await keeper.keep(session, typedName: "Alice@example.com")
/// // later, in this process or another one:
/// let tokens = try await keeper.session(for: "alice@example.com").tokens
/// ```
///
/// - Tokens are refreshed a minute and a random moment ahead of their expiry, by the service's clock.
/// - There is one refresh at a time for each refresh token: in a process by waiting for the same one, between processes
///   by a claim in the store, which ends by itself if its holder dies. Cancelling a caller cancels only its waiting.
/// - New tokens are in the store before anybody has them. If the answer of a refresh is lost, the old token is shown
///   once more, as app clients with rotation allow for some seconds.
/// - A session is dropped only when the service itself says that it is over. After a failure of the network or the
///   service, after throttling, and after a mistake in the configuration it stays, and tokens that are good are handed
///   out; the service is left alone for a moment.
/// - A user's device outlives the session, and is found by every name that ever led to the user.
///
/// Any number of keepers, pools and users live in one process; who is "the user" is always a parameter. A program with
/// one user at a time, such as a command line, takes ``CurrentUser``.
public struct SessionKeeper: Sendable {
    /// The pool.
    public let pool: UserPool
    /// Where sessions are kept.
    public let store: any SessionStore
    /// How it goes about it.
    public let options: Options

    let surroundings: Surroundings
    let flights: RefreshFlights

    /// How a keeper goes about refreshing.
    public struct Options: Hashable, Sendable {
        /// How long before their expiry tokens are refreshed; at most half of their life.
        public var margin: Duration = .seconds(60)
        /// What is added to the margin at most; how much of it is drawn for each session, so that a thousand users who
        /// signed in together do not come back together.
        public var jitter: Duration = .seconds(30)
        /// How long a process has the claim to refresh; `nil` takes the longest that two calls may take, and ten
        /// seconds.
        ///
        /// If it is too short two processes refresh at once, which costs a call and loses nothing.
        public var claimTime: Duration?
        /// How long somebody who comes with an exchanged refresh token is given what it was exchanged for.
        ///
        /// It is for parallel requests of one browser that carry the same cookie, and holds within one process.
        public var replayTime: Duration = .seconds(10)
        /// What the triggers are given with each refresh (`ClientMetadata`).
        public var metadata: [String: String] = [:]

        /// The usual numbers.
        public init() {}
    }

    /// Makes a keeper.
    ///
    /// - Parameters:
    ///   - pool: The pool, with its app client.
    ///   - store: Where sessions are kept.
    ///   - options: How it goes about it.
    ///   - surroundings: Time and chance; a test gives its own.
    public init(
        pool: UserPool,
        store: any SessionStore,
        options: Options = Options(),
        surroundings: Surroundings = .system
    ) {
        self.pool = pool
        self.store = store
        self.options = options
        self.surroundings = surroundings
        flights = RefreshFlights(replayTime: options.replayTime)
    }

    private init(_ other: SessionKeeper, store: any SessionStore) {
        pool = other.pool
        self.store = store
        options = other.options
        surroundings = other.surroundings
        flights = other.flights
    }

    /// The same keeper with another store, such as the cookies of one request.
    ///
    /// Refreshes are still one at a time for each refresh token, whichever store it comes from.
    public func with(_ store: any SessionStore) -> SessionKeeper {
        SessionKeeper(self, store: store)
    }

    // MARK: Keeping

    /// Keeps a session, and its device, in place of the user's last one.
    ///
    /// - Parameters:
    ///   - session: What a sign-in came to.
    ///   - typedName: What the person typed to sign in, such as an e-mail address; it leads to the user from now on.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func keep(_ session: UserSession, typedName: String? = nil) async throws(UserPoolError) {
        try await keep(session, typedName: typedName, clockDifference: pool.cognito.clockDifference)
    }

    func keep(
        _ session: UserSession,
        typedName: String?,
        clockDifference: Duration?
    ) async throws(UserPoolError) {
        let record = record(of: session, clockDifference: clockDifference)
        try await put(try StoredRecords.write(record), under: key(.session, session.username))
        if let device = session.device { try await keep(device) }
        try await learn(session.username, for: session.username)
        if let typedName { try await learn(typedName, for: session.username) }
    }

    /// The session of a user as it is kept, fresh or not.
    ///
    /// - Parameter name: The canonical username, or any name that the user ever signed in with.
    /// - Returns: The session; `nil` if the user is not signed in.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func storedSession(for name: String) async throws(UserPoolError) -> UserSession? {
        try await found(name)?.record.session
    }

    // MARK: Sign-ins that wait

    /// Keeps a sign-in that waits for an answer, in place of the last one under that name.
    ///
    /// - Parameters:
    ///   - challenge: The sign-in.
    ///   - name: Any name, such as one drawn at random that a browser is given.
    ///   - typedName: What the person typed to begin the sign-in; it leads to the user from now on, whichever process
    ///     ends the sign-in.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func keep(
        _ challenge: SignInChallenge,
        as name: String,
        typedName: String? = nil
    ) async throws(UserPoolError) {
        try await put(try StoredRecords.write(challenge), under: key(.challenge, name))
        if let typedName { try await learn(typedName, for: challenge.username) }
    }

    /// A sign-in that waits.
    ///
    /// - Returns: The sign-in; `nil` if there is none under that name.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``, or ``UserPoolError/Code/foreignChallenge``
    ///   for one that another version wrote.
    public func challenge(_ name: String) async throws(UserPoolError) -> SignInChallenge? {
        guard let entry = try await store.load(key(.challenge, name)) else { return nil }
        return try StoredRecords.readChallenge(from: entry)
    }

    /// Forgets a sign-in that waits; does nothing if there is none.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func forgetChallenge(_ name: String) async throws(UserPoolError) {
        try await remove(key(.challenge, name))
    }
}
