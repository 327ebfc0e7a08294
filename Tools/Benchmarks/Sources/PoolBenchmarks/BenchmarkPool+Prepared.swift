import ByteCoding
import CognitoWire
import HTTPTypes
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
            initiation: LocalPoolRequest(calling: InitiateAuth.target, opening.request),
            proof: LocalPoolRequest(
                calling: RespondToAuthChallenge.target,
                try opening.proof(answering: challenge, at: time)
            )
        )
    }

    /// Signs in; the pool draws what it drew when the proof was made.
    func signIn(_ prepared: PreparedSignIn) async throws {
        let challenge = await Lane.$current.withValue(Lane(seed: prepared.seed)) {
            await pool.respond(to: prepared.initiation)
        }
        let tokens = await pool.respond(to: prepared.proof)
        guard challenge.status == .ok, tokens.status == .ok else {
            throw Failure(String(decoding: tokens.body, as: UTF8.self))
        }
    }

    /// Users as lines of a load, each with a verifier, so that two pools have the same.
    static func users(_ count: Int) throws -> [[UInt8]] {
        try (0..<count).map { number in
            let username = "user\(number)"
            return Array(#"{"username": "\#(username)", \#(try verifierMember(of: username))}"#.utf8)
        }
    }
}

extension LocalPoolRequest {
    /// A call of an operation.
    fileprivate init(calling target: String, _ body: [UInt8]) {
        var headers: HTTPFields = [.contentType: WireCoder.contentType]
        if let name = HTTPField.Name("X-Amz-Target") { headers[name] = target }
        self.init(method: .post, path: "/", headers: headers, body: body)
    }
}
