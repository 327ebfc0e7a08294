import CognitoWire
import LocalPool
import PoolBenchmarkSupport

/// What signing in costs two pools, turn by turn, so that whatever disturbs the machine disturbs both.
struct SignIns {
    /// One kind of work, at either pool.
    struct Comparison {
        let title: String
        var small = Times()
        var large = Times()

        /// How many times as much it costs the large pool, by the median of the turns.
        var ratio: Double { Times(zip(large.all, small.all).map { $0 / $1 }).median }
    }

    let small: BenchmarkPool
    let large: BenchmarkPool

    /// Takes as many turns as there are users; each signs in once at either pool.
    func compared(_ users: [PlannedUser]) async throws -> [Comparison] {
        var whole = Comparison(title: "sign-in with SRP, both calls")
        var store = Comparison(title: "a sign-in that begins, without cryptography")
        var lookup = Comparison(title: "a user looked up")
        let pools: [(WritableKeyPath<Comparison, Times>, BenchmarkPool)] = [(\.small, small), (\.large, large)]
        for (turn, user) in users.enumerated() {
            // Who is first finds the machine in another state.
            for (place, pool) in turn.isMultiple(of: 2) ? pools : pools.reversed() {
                whole[keyPath: place].append(try await signIn(user, at: pool))
                store[keyPath: place].append(try await choose(user, at: pool))
                lookup[keyPath: place].append(try await lookUp(user, at: pool))
            }
        }
        return [whole, store, lookup]
    }

    /// The pool's time for `InitiateAuth` and `RespondToAuthChallenge`; what the client computes is not in it.
    private func signIn(_ user: PlannedUser, at pool: BenchmarkPool) async throws -> Double {
        let opening = try OpenSignIn(username: user.username)
        var times = Times()
        let answer = try await times.measure { try await pool.send(InitiateAuth.target, opening.request) }
        let proof = try opening.proof(answering: answer, at: LocalPoolConfiguration.systemClock())
        try await times.measure { try await pool.send(RespondToAuthChallenge.target, proof) }
        return times.all.reduce(0, +)
    }

    /// The time until the pool asks which factor it shall be: it finds the user and writes a session.
    private func choose(_ user: PlannedUser, at pool: BenchmarkPool) async throws -> Double {
        try await time(
            InitiateAuth.self,
            InitiateAuthRequest(
                authFlow: .userAuth,
                clientID: Sensitive(BenchmarkPool.clientID),
                authParameters: Sensitive(["USERNAME": user.username])
            ),
            at: pool
        )
    }

    private func lookUp(_ user: PlannedUser, at pool: BenchmarkPool) async throws -> Double {
        try await time(
            AdminGetUser.self,
            AdminGetUserRequest(userPoolID: BenchmarkPool.poolID, username: Sensitive(user.username)),
            at: pool
        )
    }

    private func time<Operation: WireOperation>(
        _ operation: Operation.Type,
        _ input: Operation.Input,
        at pool: BenchmarkPool
    ) async throws -> Double {
        let body = try WireCoder().encode(input)
        var times = Times()
        try await times.measure { try await pool.send(Operation.target, body) }
        return times.all.reduce(0, +)
    }
}
