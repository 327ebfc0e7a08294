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
    /// The `Session` that must come with the proof, hashed; `nil` in flows that have none.
    let sessionID: String?
    /// Whose proof it is, if not the user's.
    let deviceKey: String?
    let deviceGroupKey: String?
    let salt: StoredBytes
    let verifier: StoredBytes
    let clientPublicKey: String
    let serverPublicKey: String
    let ephemeralSecret: StoredBytes
    let progress: SignInProgress
    let expiresAt: UnixTime
}

/// One challenge that waits for its answer, found by the hash of `Session`.
struct SessionRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "session"

    let id: String
    let poolID: String
    let clientID: String
    /// Who signs in; `nil` for somebody who is not there.
    let sub: String?
    let challenge: ChallengeNameType
    var state: ChallengeState
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
