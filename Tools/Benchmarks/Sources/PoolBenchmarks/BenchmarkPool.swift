import ByteCoding
import CognitoSRP
import CognitoWire
import HTTPTransport
import LocalPool

/// A pool with users, and a way to it.
struct BenchmarkPool: Sendable {
    static let password = "Passw0rd!"
    static let poolID = "local_Benchmark"
    static let clientID = "0123456789abcdefghijklmnop"

    let pool: LocalPool
    private let endpoint: Endpoint

    /// A pool in memory with the users of a load.
    init(users: [[UInt8]], clock: @escaping @Sendable () -> UnixTime) async throws {
        var configuration = LocalPoolConfiguration()
        configuration.poolID = Self.poolID
        configuration.clientID = Self.clientID
        configuration.random = Lane.random
        configuration.clock = clock
        let pool = try LocalPool(configuration: configuration)
        let lines = AsyncStream<[UInt8]> { continuation in
            for line in users { continuation.yield(line) }
            continuation.finish()
        }
        _ = try await pool.loadUsers(lines)
        self.init(pool: pool, endpoint: Endpoint(transport: LocalPoolTransport(pool), url: "http://127.0.0.1/"))
    }

    private init(pool: LocalPool, endpoint: Endpoint) {
        (self.pool, self.endpoint) = (pool, endpoint)
    }

    /// The same pool by another way.
    func over(_ transport: any HTTPTransport, url: String) -> BenchmarkPool {
        BenchmarkPool(pool: pool, endpoint: Endpoint(transport: transport, url: url))
    }

    func send(_ target: String, _ body: [UInt8]) async throws -> [UInt8] {
        try await endpoint.send(target, body)
    }

    /// Makes the requests of a sign-in at a pool with the same users: begins one here, and computes its proof.
    func prepare(user: Int, seed: Int, at time: UnixTime) async throws -> PreparedSignIn {
        let opening = try OpenSignIn(user: user)
        let challenge = try await Lane.$current.withValue(Lane(seed: seed)) {
            try await send(InitiateAuth.target, opening.request)
        }
        return PreparedSignIn(
            seed: seed,
            initiation: opening.request,
            proof: try opening.proof(answering: challenge, at: time)
        )
    }

    /// Signs in; the pool draws what it drew when the proof was made.
    func signIn(_ prepared: PreparedSignIn) async throws {
        try await Lane.$current.withValue(Lane(seed: prepared.seed)) {
            _ = try await send(InitiateAuth.target, prepared.initiation)
        }
        _ = try await send(RespondToAuthChallenge.target, prepared.proof)
    }

    /// Users as lines of a load, each with a verifier, so that two pools have the same.
    static func users(_ count: Int) throws -> [[UInt8]] {
        try (0..<count).map { number in
            let verifier = try SRPVerifier(
                identity: SRPIdentity(userPoolID: poolID, userID: "user\(number)"),
                password: SecretBytes(utf8: password)
            )
            let (salt, text) = (try verifier.saltBase64(), try verifier.verifierBase64())
            let member = #""verifier": {"salt": "\#(salt)", "verifier": "\#(text)"}"#
            return Array(#"{"username": "user\#(number)", \#(member)}"#.utf8)
        }
    }
}
