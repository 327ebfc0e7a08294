internal import ByteCoding
internal import GRDB

/// Everything that one sign-in leads to: revoking it revokes its tokens.
struct TokenFamilyRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "tokenFamily"

    /// The `origin_jti` of its tokens.
    let id: String
    /// The `event_id` of its tokens, by which those without `origin_jti` are found too.
    let eventID: String
    let poolID: String
    let clientID: String
    let sub: String
    let authenticatedAt: UnixTime
    /// When the last of its tokens is dead.
    var expiresAt: UnixTime
    var isRevoked = false
    /// The device that it is bound to, if the pool tracks devices.
    var deviceKey: String?
    /// What its access tokens allow for; `nil` for what a sign-in without OAuth does.
    var scopes: [String]?
    /// When it was last refreshed; `nil` if it was not.
    var activeAt: UnixTime?
}

/// One refresh token, found by its hash.
struct RefreshTokenRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "refreshToken"

    let id: String
    let familyID: String
    let expiresAt: UnixTime
    /// When rotation put another in its place.
    var replacedAt: UnixTime?
}

/// One private key of a pool: the first signs id tokens, the second access tokens.
struct SigningKeyRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "signingKey"

    let poolID: String
    let position: Int
    let keyID: String
    let pkcs8: String
}

/// The public half of a key that signs no more, kept until the last token that it signed is dead.
struct RetiredKeyRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "retiredKey"

    let keyID: String
    let poolID: String
    /// As a member of a key set (RFC 7517 §4).
    let publicJSON: String
    let deadAt: UnixTime
}
