internal import GRDB

/// One name beside the username that a user signs in with.
struct UserAliasRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "userAlias"

    let poolID: String
    /// The attribute that holds it.
    let attribute: String
    /// The value, as names are found in the pool.
    let key: String
    let sub: String
}
