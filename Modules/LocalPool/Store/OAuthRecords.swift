internal import ByteCoding
internal import GRDB

/// A code that waits to be changed for tokens, found by its hash; it is gone with its first use.
struct AuthorizationCodeRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "authorizationCode"

    let id: String
    let poolID: String
    let clientID: String
    let sub: String
    let redirectURI: String
    let scopes: [String]
    let nonce: String?
    let codeChallenge: String?
    let authenticatedAt: UnixTime
    let expiresAt: UnixTime
}

/// A browser in which somebody is signed in, found by the hash of its cookie.
struct BrowserSessionRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "browserSession"

    let id: String
    let poolID: String
    let sub: String
    let authenticatedAt: UnixTime
    let expiresAt: UnixTime
}
