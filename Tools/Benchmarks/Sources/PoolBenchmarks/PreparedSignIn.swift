import LocalPool

/// Both requests of one SRP sign-in, made beforehand, so that only the pool's work is timed.
struct PreparedSignIn: Sendable {
    let seed: Int
    let initiation: LocalPoolRequest
    let proof: LocalPoolRequest
}
