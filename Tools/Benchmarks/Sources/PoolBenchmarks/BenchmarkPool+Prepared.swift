import ByteCoding
import CognitoWire
import LocalPool
import PoolBenchmarkSupport

extension BenchmarkPool {
    /// A pool in memory with the users of a load.
    init(users: [[UInt8]], clock: @escaping @Sendable () -> UnixTime) async throws {
        try self.init(random: Lane.random, clock: clock)
        let lines = AsyncStream<[UInt8]> { continuation in
            for line in users { continuation.yield(line) }
            continuation.finish()
        }
        _ = try await pool.loadUsers(lines)
    }

    /// Makes the requests of a sign-in at a pool with the same users: begins one here, and computes its proof.
    func prepare(user: Int, seed: Int, at time: UnixTime) async throws -> PreparedSignIn {
        let opening = try OpenSignIn(username: "user\(user)")
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
        try await send(RespondToAuthChallenge.target, prepared.proof)
    }

    /// Users as lines of a load, each with a verifier, so that two pools have the same.
    static func users(_ count: Int) throws -> [[UInt8]] {
        try (0..<count).map { number in
            let username = "user\(number)"
            return Array(#"{"username": "\#(username)", \#(try verifierMember(of: username))}"#.utf8)
        }
    }
}
