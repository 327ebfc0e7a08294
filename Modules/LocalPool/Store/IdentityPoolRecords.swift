internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One identity pool, with its settings in the form in which `DescribeIdentityPool` shows them.
struct IdentityPoolRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "identityPool"

    let id: String
    var settings: IdentityPools.IdentityPool
    /// Roles by kind of identity, `authenticated` and `unauthenticated`.
    var roles: [String: String] = [:]
    /// How roles follow from tokens, by provider and client.
    var roleMappings: [String: IdentityPools.RoleMapping] = [:]

    init(settings: IdentityPools.IdentityPool) {
        id = settings.identityPoolID
        self.settings = settings
    }

    /// The pool's name among all resources of AWS; the account is nobody's.
    var arn: String {
        "arn:aws:cognito-identity:\(id.prefix { $0 != ":" }):000000000000:identitypool/\(id)"
    }

    /// The clients of a user pool whose users may have identities here.
    func clients(of userPoolID: String) -> [IdentityPools.CognitoIdentityProvider] {
        settings.cognitoIdentityProviders?.filter { provider in
            provider.providerName.map { LoginProvider.userPoolID(in: $0) == userPoolID } ?? false
        } ?? []
    }
}

/// One identity of an identity pool: a guest as long as no login leads to it.
struct IdentityRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "identity"

    let id: String
    let poolID: String
    /// The identity that took this one's place, when a guest turned out to be somebody.
    var mergedInto: String?
    let createdAt: UnixTime
    var modifiedAt: UnixTime
}

/// One user of a user pool who leads to an identity.
struct IdentityLoginRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "identityLogin"

    let poolID: String
    let userPoolID: String
    let sub: String
    /// The user pool under the name that was used first.
    let provider: String
    let identityID: String
}

/// The key that signs the tokens of all identities.
struct IdentityKeyRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "identityKey"

    let keyID: String
    let pkcs8: String
}
