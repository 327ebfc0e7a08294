internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One name under which a pool's pages are found.
struct PoolDomainRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "poolDomain"

    let domain: String
    let poolID: String
    @StoredJSON var details: DomainDescriptionType
    let createdAt: UnixTime

    /// Describes a domain as the service does, with addresses that lead nowhere.
    ///
    /// - Throws: ``Refusal`` if a name or a version is none that the service takes.
    init(
        domain: String,
        of pool: UserPoolRecord,
        certificate: CustomDomainConfigType?,
        managedLoginVersion: Int?,
        routing: RoutingType?,
        at time: UnixTime
    ) throws {
        let version = managedLoginVersion ?? 1
        guard version == 1 || version == 2 else {
            throw Refusal.invalidParameter("ManagedLoginVersion must be 1 or 2")
        }
        guard version == 1 || pool.details.userPoolTier != .lite else {
            throw Refusal(.featureUnavailableInTier, "Managed login is not available in the LITE tier")
        }
        guard certificate != nil || !domain.contains(".") else {
            throw Refusal.invalidParameter("A domain with dots needs a certificate in CustomDomainConfig")
        }
        let reserved = ["aws", "amazon", "cognito"].first { certificate == nil && domain.contains($0) }
        if let reserved { throw Refusal.invalidParameter("Domain cannot contain reserved word: \(reserved)") }
        self.domain = domain
        poolID = pool.id
        createdAt = time
        details = DomainDescriptionType(
            awsAccountID: "000000000000",
            cloudFrontDistribution: certificate == nil ? nil : "\(domain).cloudfront.invalid",
            customDomainConfig: certificate,
            domain: domain,
            managedLoginVersion: version,
            routing: routing,
            status: .active,
            userPoolID: pool.id
        )
    }

    /// A name as the model knows it, which has one label: of several, each must be such a one.
    static func modelled(_ domain: String) -> String {
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        let isFit = labels.allSatisfy { !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
        return isFit ? labels.joined(separator: "-") : ""
    }

    /// Whether it is a name of one's own, with a certificate, and no prefix of the service's.
    var isCustom: Bool { details.customDomainConfig != nil }
}

extension DomainDescriptionType: StoredSettings {
    static let decodedTexts = DecodedTexts<DomainDescriptionType>()
}
