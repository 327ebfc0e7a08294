internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One thing that a user did: signed in, changed the password, or tried to.
struct AuthEventRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "authEvent"

    /// Grows with time.
    let id: String
    let sub: String
    private let details: AuthEventType
    let createdAt: UnixTime

    init(id: String, sub: String, details: AuthEventType, at time: UnixTime) {
        self.id = id
        self.sub = sub
        self.details = details
        createdAt = time
    }

    /// The event as the service describes it.
    var described: AuthEventType {
        var event = details
        event.eventID = id
        event.creationDate = createdAt
        event.eventRisk = EventRiskType(compromisedCredentialsDetected: false, riskDecision: .noRisk)
        return event
    }
}
