internal import CognitoWire
internal import GRDB

/// One resource server of a pool, in the form in which `DescribeResourceServer` shows it.
struct ResourceServerRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "resourceServer"

    let poolID: String
    let identifier: String
    var details: ResourceServerType

    /// Takes name and scopes as they were asked for.
    ///
    /// - Throws: ``Refusal`` if two scopes have one name.
    init(poolID: String, identifier: String, name: String, scopes: [ResourceServerScopeType]?) throws {
        let names = scopes?.map(\.scopeName) ?? []
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw Refusal.invalidParameter("Scope \(twice) is duplicated")
        }
        self.poolID = poolID
        self.identifier = identifier
        details = ResourceServerType(
            identifier: identifier,
            name: name,
            scopes: scopes ?? [],
            userPoolID: poolID
        )
    }

    /// The scopes as OAuth names them: `identifier/scope`.
    var scopes: [String] {
        details.scopes?.map { "\(identifier)/\($0.scopeName)" } ?? []
    }
}
