internal import CognitoWire
internal import GRDB

extension Call {
    /// The resource server of that identifier.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func resourceServer(_ identifier: String, in pool: UserPoolRecord) throws -> ResourceServerRecord {
        guard let server = try knownResourceServer(identifier, in: pool) else {
            throw Refusal(.resourceNotFound, "Resource server \(identifier) does not exist.")
        }
        return server
    }

    /// The resource server of that identifier, if there is one.
    func knownResourceServer(_ identifier: String, in pool: UserPoolRecord) throws -> ResourceServerRecord? {
        try ResourceServerRecord.fetchOne(db, key: ["poolID": pool.id, "identifier": identifier])
    }

    /// Every scope that the pool's resource servers define, as OAuth names them: `identifier/scope`.
    func customScopes(of pool: UserPoolRecord) throws -> [String] {
        try ResourceServerRecord
            .filter(Column("poolID") == pool.id)
            .order(Column("identifier"))
            .fetchAll(db)
            .flatMap(\.scopes)
    }
}
