public import ByteCoding
internal import CognitoWire
internal import GRDB

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

extension PoolSummary {
    /// Sums a pool up.
    init(of pool: UserPoolRecord, endpoint: String, issuerForm: IssuerForm, in db: Database) throws {
        let client = try AppClientRecord.filter(Column("poolID") == pool.id)
            .order(Column("createdAt"), Column("id"))
            .fetchOne(db)
        poolID = pool.id
        poolName = pool.details.name ?? ""
        clientID = client?.id
        clientSecret = client?.secret.map { SecretBytes(utf8: $0) }
        issuer = issuerForm.issuer(of: pool.id, endpoint: endpoint)
        jwksURI = "\(endpoint)/\(pool.id)\(WellKnown.keySetPath)"
    }
}
