internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import GRDB

/// One user; the attributes are in rows of their own.
struct UserRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "user"

    /// The user's id for ever, a UUID.
    let sub: String
    let poolID: String
    /// The canonical username: the `USERNAME` of every challenge.
    let username: String
    var status: UserStatusType
    var isEnabled: Bool
    var salt: String?
    var verifier: String?
    /// When a temporary password stops working; `nil` for permanent ones.
    var temporaryUntil: UnixTime?
    var usesSMSMFA = false
    var preferredMFA: String?
    let createdAt: UnixTime
    var modifiedAt: UnixTime

    init(sub: String, poolID: String, username: String, status: UserStatusType, at time: UnixTime) {
        self.sub = sub
        self.poolID = poolID
        self.username = username
        self.status = status
        isEnabled = true
        createdAt = time
        modifiedAt = time
    }

    /// What enters the user's SRP hashes.
    func identity() throws -> SRPIdentity {
        try SRPIdentity(userPoolID: poolID, userID: username)
    }

    /// What is stored of the password; `nil` if there is none.
    func passwordVerifier() throws -> SRPVerifier? {
        guard let salt, let verifier else { return nil }
        return try SRPVerifier(saltBase64: salt, verifierBase64: verifier)
    }

    /// The second factors that are on, as the service names them; `nil` if there are none.
    var mfaSettings: [String]? {
        usesSMSMFA ? [ChallengeNameType.smsMFA.rawValue] : nil
    }

    /// Takes a new password; whether it is good enough was checked before.
    mutating func setPassword(_ password: SecretBytes, temporaryUntil: UnixTime? = nil, in call: Call) throws {
        let made = try SRPVerifier(identity: identity(), password: password, random: call.random)
        salt = try made.saltBase64()
        verifier = try made.verifierBase64()
        self.temporaryUntil = temporaryUntil
        modifiedAt = call.now
    }
}

/// One attribute of a user, `sub` aside.
struct UserAttributeRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "userAttribute"

    let sub: String
    let name: String
    var value: String
}
