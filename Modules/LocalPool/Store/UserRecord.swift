internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import GRDB

/// One user with all attributes.
struct UserRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "user"
    static let decodedAttributes = DecodedTexts<[String: String]>()

    /// The user's id for ever, a UUID.
    let sub: String
    let poolID: String
    /// By what the username is found: the same without upper case, in a pool that does not tell cases apart.
    private let key: String
    /// The username as it was first typed, if that is not the key.
    private let spelling: String?
    var status: UserStatusType
    var isEnabled: Bool
    var salt: StoredBytes?
    var verifier: StoredBytes?
    /// When a temporary password stops working; `nil` for permanent ones.
    var temporaryUntil: UnixTime?
    /// All attributes but `sub`; ``Call/setAttributes(_:of:takingAliases:)`` changes them.
    @StoredJSON var attributes: [String: String] = [:]
    /// The second factors that were ever set up; `nil` if none was.
    var factors: SecondFactors?
    /// Earlier passwords, the newest first, as far back as the pool's policy looks.
    var passwordHistory: [PastPassword]?
    let createdAt: UnixTime
    var modifiedAt: UnixTime

    init(sub: String, pool: UserPoolRecord, username: String, status: UserStatusType, at time: UnixTime) {
        self.sub = sub
        self.status = status
        poolID = pool.id
        key = pool.key(of: username)
        spelling = key.hasSameBytes(as: username) ? nil : username
        isEnabled = true
        createdAt = time
        modifiedAt = time
    }

    /// The canonical username: the `USERNAME` of every challenge.
    var username: String { spelling ?? key }

    /// What enters the user's SRP hashes.
    func identity() throws -> SRPIdentity {
        try SRPIdentity(userPoolID: poolID, userID: username)
    }

    /// What is stored of the password; `nil` if there is none.
    func passwordVerifier() throws -> SRPVerifier? {
        guard let salt, let verifier else { return nil }
        return try SRPVerifier(saltBytes: salt.bytes, verifierBytes: verifier.bytes)
    }

    /// The second factors that are on, as the service names them; `nil` if there are none.
    var mfaSettings: [String]? {
        let active = factors?.active.map(\.rawValue) ?? []
        return active.isEmpty ? nil : active
    }
}

/// What is kept of an earlier password, to refuse it.
struct PastPassword: Codable, Hashable {
    let salt: String
    let verifier: String
}
