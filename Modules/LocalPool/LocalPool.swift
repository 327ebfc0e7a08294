public import ByteCoding
internal import CognitoJWTSigning
internal import CognitoWire
internal import CryptoPrimitives
internal import GRDB
internal import Synchronization

/// A user pool of one's own: the service's operations over one SQLite file, or over memory, without sockets.
///
/// Whatever sends requests to the service can send them here: over HTTP by way of `LocalPoolServer`, or within the process
/// by way of ``LocalPoolTransport``. Passwords are kept as SRP verifiers, tokens are signed with keys of the pool's own,
/// and every call is one transaction, so that of two answers to one challenge exactly one wins.
public final class LocalPool: Sendable {
    let database: any DatabaseWriter
    let environment: PoolEnvironment
    let mailbox = Mailbox()
    let clock: PoolClock
    let chaos = Chaos()
    let feed = EventFeed()
    let sleep: @Sendable (Duration) async throws -> Void
    let deliver: @Sendable (DeliveredMessage) -> Void
    let homeSettings: HomePool.Settings
    private let currentHomeID: Mutex<String>
    private let currentEndpoint: Mutex<String>

    /// Opens a pool, making what is missing: the file, a pool and its keys, an app client.
    ///
    /// It blocks: on the file, and for the first start on two RSA keys.
    ///
    /// - Parameter configuration: Where and how.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/invalidConfiguration``,
    ///   ``LocalPoolError/Code/conflictingIdentifier``, ``LocalPoolError/Code/unusableFile``,
    ///   ``LocalPoolError/Code/foreignFile``, ``LocalPoolError/Code/newerFile`` or
    ///   ``LocalPoolError/Code/cryptographyFailed``.
    public init(configuration: LocalPoolConfiguration = LocalPoolConfiguration()) throws(LocalPoolError) {
        try configuration.check()
        let database = try PoolStore.open(file: configuration.file)
        let home = try Self.translating { try HomePool.open(in: database, configuration) }
        self.database = database
        environment = PoolEnvironment(
            random: configuration.random,
            decoy: Decoy(key: home.decoyKey),
            keyring: Keyring(),
            issuerForm: configuration.issuerForm,
            mode: configuration.mode,
            fixedCode: configuration.fixedCode,
            triggers: TriggerBoard(
                patience: Patience(limit: configuration.triggerTimeLimit, wait: configuration.sleep)
            ),
            hooks: configuration.hooks,
            courier: configuration.mail.map { mail in
                MailCourier(
                    transport: mail,
                    patience: Patience(limit: configuration.mailTimeLimit, wait: configuration.sleep)
                )
            },
            region: configuration.region,
            signingKeys: configuration.signingKeys
        )
        clock = PoolClock(configuration.clock)
        sleep = configuration.sleep
        deliver = configuration.deliver
        homeSettings = HomePool.Settings(configuration)
        currentHomeID = Mutex(home.poolID)
        currentEndpoint = Mutex(configuration.endpoint)
        try restoreTriggers()
    }

    /// The address under which clients reach the pool, without a slash at the end; issuers of the form
    /// ``IssuerForm/ownAddress`` begin with it.
    public var endpoint: String {
        currentEndpoint.withLock { $0 }
    }

    /// The id of the pool made at start, which a snapshot may change.
    var homeID: String {
        get { currentHomeID.withLock { $0 } }
        set { currentHomeID.withLock { $0 = newValue } }
    }

    /// Whether the pool does as the service where it could be of more help.
    public var mode: PoolMode {
        environment.mode
    }

    /// The pool's time of day.
    public var now: UnixTime {
        clock.now
    }

    /// Moves the pool to another address, as is known only once a port is bound.
    ///
    /// Tokens signed before keep their issuer.
    ///
    /// - Parameter address: An absolute address of `http` or `https`, without query and without a slash at the end.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/invalidConfiguration``.
    public func moveEndpoint(to address: String) throws(LocalPoolError) {
        try LocalPoolConfiguration.checkEndpoint(address)
        currentEndpoint.withLock { $0 = address }
    }

    /// The pool made at start, with its oldest client.
    ///
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unknownPool`` if it was deleted since, or
    ///   ``LocalPoolError/Code/unusableFile``.
    public func home() async throws(LocalPoolError) -> PoolSummary {
        guard let home = try await summaries().first, home.poolID == homeID else {
            throw LocalPoolError(.unknownPool, "the pool made at start is gone")
        }
        return home
    }

    /// Every pool, the one made at start first, then from old to new.
    ///
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unusableFile``.
    public func summaries() async throws(LocalPoolError) -> [PoolSummary] {
        let (endpoint, homeID, issuerForm) = (endpoint, homeID, environment.issuerForm)
        return try await read { db in
            let pools = try UserPoolRecord.order(Column("createdAt"), Column("id")).fetchAll(db)
            return try (pools.filter { $0.id == homeID } + pools.filter { $0.id != homeID }).map { pool in
                try PoolSummary(of: pool, endpoint: endpoint, issuerForm: issuerForm, in: db)
            }
        }
    }

    /// Reads from the store.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(LocalPoolError) -> Result {
        do {
            return try await database.read(body)
        } catch {
            throw LocalPoolError(translating: error)
        }
    }

    private static func translating<Result>(_ body: () throws -> Result) throws(LocalPoolError) -> Result {
        do {
            return try body()
        } catch {
            throw LocalPoolError(translating: error)
        }
    }
}

extension LocalPoolError {
    /// Names a failure of the store or of cryptography.
    init(translating error: any Error) {
        switch error {
        case let error as LocalPoolError: self = error
        case let error as DatabaseError:
            self.init(.unusableFile, "the store failed: \(error.resultCode): \(error.message ?? "")")
        case let error as CryptoError: self.init(.cryptographyFailed, error.message)
        case let error as JWTSigningError: self.init(.cryptographyFailed, error.message)
        default: self.init(.unusableFile, "the store failed")
        }
    }
}
