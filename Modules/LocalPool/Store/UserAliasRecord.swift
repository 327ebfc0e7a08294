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

extension UserPoolRecord {
    /// The aliases that a user's attributes make: in place of a username at once, beside one when they are verified.
    func aliases(of user: UserRecord) -> [UserAliasRecord] {
        aliases.compactMap { attribute in
            guard let value = user.attributes[attribute],
                usernameAttributes.contains(attribute) || attribute == "preferred_username"
                    || user.attributes["\(attribute)_verified"] == "true"
            else { return nil }
            return UserAliasRecord(poolID: id, attribute: attribute, key: key(of: value), sub: user.sub)
        }
    }
}
