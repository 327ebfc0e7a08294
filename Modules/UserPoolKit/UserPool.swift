public import ByteCoding
public import CognitoClient
public import CryptoPrimitives

/// One user pool, seen through one app client: what every call needs to know, in one value that is passed along.
///
/// There is no singleton and no ambient session: any number of pools and users live in one process.
///
/// ```swift
/// let pool = try UserPool(id: "us-east-1_AbCdEfGhI", appClient: AppClient(id: clientID), cognito: client)
/// switch try await pool.signIn(username: "alice", password: password) {
/// case .signedIn(let user): print(user.session.username)
/// case .challenge(let challenge): print(challenge.name)
/// case .confirmSignUp(let reason), .resetPassword(let reason): print(reason)
/// }
/// ```
///
/// Every call throws ``UserPoolError`` and nothing else.
public struct UserPool: Sendable {
    /// The user pool id, `region_name`.
    public let id: String
    /// The app client that calls are made for.
    public let appClient: AppClient
    /// The client of the service.
    public let cognito: CognitoClient
    /// How tokens are refreshed.
    public let refreshMethod: RefreshMethod
    /// What the service is told about whoever calls.
    public var context = RequestContext()

    let random: RandomBytes

    /// Describes a pool.
    ///
    /// - Parameters:
    ///   - id: The user pool id, `region_name`, at most 55 characters.
    ///   - appClient: The app client and its secret.
    ///   - cognito: The client of the service, which knows the endpoint and the transport.
    ///   - refreshMethod: How tokens are refreshed.
    ///   - clock: The machine's clock, which proofs of passwords are made with after it was compared with the service's;
    ///     `nil` for that of the client.
    ///   - random: Where the secrets of SRP exchanges come from.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/malformedPoolID``.
    public init(
        id: String,
        appClient: AppClient,
        cognito: CognitoClient,
        refreshMethod: RefreshMethod = .automatic,
        clock: (@Sendable () -> UnixTime)? = nil,
        random: RandomBytes = .system
    ) throws(UserPoolError) {
        do {
            _ = try Region(userPoolID: id)
        } catch {
            throw UserPoolError(.malformedPoolID, error.message)
        }
        self.id = id
        self.appClient = appClient
        self.cognito = cognito
        self.refreshMethod = refreshMethod
        self.clock = clock ?? cognito.surroundings.now
        self.random = random
    }

    /// The same pool, called on behalf of somebody.
    public func with(_ context: RequestContext) -> UserPool {
        var pool = self
        pool.context = context
        return pool
    }

    /// The time of day by the service's clock, as far as its answers have shown it.
    public var now: UnixTime { clock().adding(cognito.clockDifference ?? .zero) }

    /// The machine's clock.
    let clock: @Sendable () -> UnixTime
}
