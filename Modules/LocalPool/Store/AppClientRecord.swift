internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One app client, with its settings in the form in which `DescribeUserPoolClient` shows them.
struct AppClientRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "appClient"

    let id: String
    let poolID: String
    @StoredJSON var details: UserPoolClientType
    /// From old to new.
    @StoredJSON var secrets: [ClientSecret]
    let createdAt: UnixTime
    var modifiedAt: UnixTime

    /// Takes settings as they were asked for, the secret among them; what is missing has the service's defaults when it is
    /// read.
    init(id: String, poolID: String, details: UserPoolClientType, at time: UnixTime) {
        self.id = id
        self.poolID = poolID
        var details = details
        secrets = details.clientSecret.map { [ClientSecret(value: $0, of: id, at: time)] } ?? []
        details.clientSecret = nil
        self.details = details
        createdAt = time
        modifiedAt = time
    }

    /// The oldest key of `SECRET_HASH`, if the client has any.
    var secret: String? { secrets.first?.value.value }

    /// Whether unknown users look like known ones.
    var hidesUsers: Bool { details.preventUserExistenceErrors == .enabled }

    /// Whether tokens can be revoked, which is the default.
    var revokesTokens: Bool { details.enableTokenRevocation != false }

    /// Whether each refresh hands out a new refresh token.
    var rotatesRefreshTokens: Bool { details.refreshTokenRotation?.feature == .enabled }

    /// How long a replaced refresh token still works.
    var rotationGrace: Duration { .seconds(details.refreshTokenRotation?.retryGracePeriodSeconds ?? 0) }

    /// How long a challenge may be answered: 3 to 15 minutes.
    var sessionLifetime: Duration { .seconds(60 * (details.authSessionValidity ?? 3)) }

    /// How long access tokens live; in hours unless the client says otherwise.
    var accessTokenLifetime: Duration {
        Self.lifetime(details.accessTokenValidity, unit: details.tokenValidityUnits?.accessToken ?? .hours)
            ?? .seconds(3600)
    }

    /// How long id tokens live; in hours unless the client says otherwise.
    var idTokenLifetime: Duration {
        Self.lifetime(details.idTokenValidity, unit: details.tokenValidityUnits?.idToken ?? .hours) ?? .seconds(3600)
    }

    /// How long refresh tokens live; in days unless the client says otherwise.
    var refreshTokenLifetime: Duration {
        Self.lifetime(details.refreshTokenValidity, unit: details.tokenValidityUnits?.refreshToken ?? .days)
            ?? .seconds(30 * 86_400)
    }

    /// Whether the client may begin a sign-in that way.
    ///
    /// Old names count for what they became.
    func allows(_ flow: ExplicitAuthFlowsType) -> Bool {
        guard let flows = details.explicitAuthFlows, !flows.isEmpty else {
            return [.allowUserSRPAuth, .allowRefreshTokenAuth, .allowCustomAuth].contains(flow)
        }
        if flows.contains(flow) { return true }
        let usesOldNames = flows.allSatisfy { !$0.rawValue.hasPrefix("ALLOW_") }
        return switch flow {
        case .allowUserSRPAuth, .allowRefreshTokenAuth: usesOldNames
        case .allowUserPasswordAuth: flows.contains(.userPasswordAuth)
        case .allowAdminUserPasswordAuth: flows.contains(.adminNoSRPAuth)
        default: false
        }
    }

    /// Whether tokens and profiles show the attribute of that name to this client.
    func reads(_ attribute: String) -> Bool {
        details.readAttributes?.contains(attribute) ?? !attribute.hasPrefix("dev:")
    }

    /// Whether users may set the attribute of that name through this client.
    func writes(_ attribute: String) -> Bool {
        details.writeAttributes?.contains(attribute) ?? !attribute.hasPrefix("dev:")
    }

    /// The settings with what is kept beside them, as the service describes a client.
    var described: UserPoolClientType {
        var details = details
        details.clientID = Sensitive(id)
        details.userPoolID = poolID
        details.clientSecret = secrets.first?.value
        details.creationDate = createdAt
        details.lastModifiedDate = modifiedAt
        if details.refreshTokenValidity ?? 0 == 0 { details.refreshTokenValidity = 30 }
        details.tokenValidityUnits = details.tokenValidityUnits ?? TokenValidityUnitsType()
        details.allowedOAuthFlowsUserPoolClient = details.allowedOAuthFlowsUserPoolClient ?? false
        details.enablePropagateAdditionalUserContextData = details.enablePropagateAdditionalUserContextData ?? false
        details.preventUserExistenceErrors = details.preventUserExistenceErrors ?? .legacy
        details.authSessionValidity = details.authSessionValidity ?? 3
        details.enableTokenRevocation = revokesTokens
        return details
    }

    private static func lifetime(_ count: Int?, unit: TimeUnitsType) -> Duration? {
        guard let count, count > 0 else { return nil }
        let (seconds, isTooLarge) = count.multipliedReportingOverflow(by: secondsPerUnit(unit))
        return isTooLarge ? nil : .seconds(seconds)
    }

    private static func secondsPerUnit(_ unit: TimeUnitsType) -> Int {
        switch unit {
        case .seconds: 1
        case .minutes: 60
        case .days: 86_400
        default: 3600
        }
    }
}
