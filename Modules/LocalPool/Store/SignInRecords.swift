internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One SRP exchange between `SRP_A` and the proof, found by the hash of its secret block.
///
/// It keeps the verifier that it began with, so that unknown users need no row of their own.
struct SRPExchangeRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "srpExchange"

    let id: String
    let poolID: String
    let clientID: String
    let username: String
    let salt: String
    let verifier: String
    let clientPublicKey: String
    let ephemeralSecret: String
    let expiresAt: UnixTime
}

/// One challenge that waits for its answer, found by the hash of `Session`.
struct SessionRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "session"

    let id: String
    let poolID: String
    let clientID: String
    let sub: String
    let challenge: ChallengeNameType
    /// The code that was sent for it, if it asks for one.
    let code: String?
    var failures = 0
    /// Kept until the session expires, to tell a second answer from a made-up one.
    var isSpent = false
    let expiresAt: UnixTime
}

/// How often one factor of one name failed of late; there need not be a user of that name.
struct LockoutRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "lockout"

    let poolID: String
    let username: String
    let factor: Factor
    private var failures: Int
    private var lockedUntil: UnixTime

    init(poolID: String, username: String, factor: Factor, lockout: Lockout) {
        self.poolID = poolID
        self.username = username
        self.factor = factor
        failures = lockout.failures
        lockedUntil = lockout.lockedUntil
    }

    /// The state that the rules speak of.
    var lockout: Lockout {
        Lockout(failures: failures, lockedUntil: lockedUntil)
    }

    /// What was tried.
    enum Factor: String, Codable, DatabaseValueConvertible {
        case password
        case code
    }
}
