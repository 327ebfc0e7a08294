internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One identity provider of a pool, in the form in which `DescribeIdentityProvider` shows it.
struct IdentityProviderRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "identityProvider"

    let poolID: String
    let name: String
    var details: IdentityProviderType

    /// The provider as `ListIdentityProviders` shows it.
    var summary: ProviderDescription {
        ProviderDescription(
            creationDate: details.creationDate,
            lastModifiedDate: details.lastModifiedDate,
            providerName: details.providerName,
            providerType: details.providerType
        )
    }
}

/// One of the short names of a provider, of which each leads to one provider of a pool.
struct ProviderIdentifierRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "providerIdentifier"

    let poolID: String
    let identifier: String
    let name: String
}

/// Somebody at a provider who is one of our users.
struct ProviderLinkRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "providerLink"

    let poolID: String
    let provider: String
    let attribute: String
    let value: String
    let type: IdentityProviderTypeType
    let sub: String
    let linkedAt: UnixTime

    /// The link as an entry of the attribute `identities`.
    var entry: WireDocument {
        .object([
            "userId": .string(value),
            "providerName": .string(provider),
            "providerType": .string(type.rawValue),
            "issuer": .null,
            "primary": .bool(false),
            "dateCreated": .integer(linkedAt.seconds &* 1000 &+ Int64(linkedAt.milliseconds)),
        ])
    }
}
