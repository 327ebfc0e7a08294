internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One app client, with its settings in the form in which `DescribeUserPoolClient` shows them.
struct AppClientRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "appClient"

    let id: String
    let poolID: String
    var details: UserPoolClientType
    let createdAt: UnixTime
    var modifiedAt: UnixTime

    /// Takes settings as they were asked for; what is missing has the service's defaults when it is read.
    init(id: String, poolID: String, details: UserPoolClientType, at time: UnixTime) {
        self.id = id
        self.poolID = poolID
        self.details = details
        createdAt = time
        modifiedAt = time
    }

    /// The key of `SECRET_HASH`, if the client has one.
    var secret: String? { details.clientSecret?.value }

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
        details.readAttributes?.contains(attribute) ?? true
    }

    /// Whether users may set the attribute of that name through this client.
    func writes(_ attribute: String) -> Bool {
        details.writeAttributes?.contains(attribute) ?? true
    }

    /// The settings with what is kept beside them, as the service describes a client.
    var described: UserPoolClientType {
        var details = details
        details.clientID = Sensitive(id)
        details.userPoolID = poolID
        details.creationDate = createdAt
        details.lastModifiedDate = modifiedAt
        details.refreshTokenValidity = details.refreshTokenValidity ?? 30
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
