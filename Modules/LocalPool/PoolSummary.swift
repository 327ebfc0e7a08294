public import ByteCoding

/// What a client needs to know to use a pool: its ids and addresses.
public struct PoolSummary: Sendable {
    /// The pool's id, `region_name`.
    public let poolID: String
    /// The pool's name.
    public let poolName: String
    /// The id of the oldest app client; `nil` if the pool has none.
    public let clientID: String?
    /// The secret of that client; `nil` if it has none.
    public let clientSecret: SecretBytes?
    /// The `iss` of the pool's tokens.
    public let issuer: String
    /// Where the keys are that verify them.
    public let jwksURI: String
}
