internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One group of a pool.
struct GroupRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "userGroup"

    let poolID: String
    /// The name without regard to case, of which a pool has only one group.
    private(set) var key: String
    let name: String
    var description: String?
    /// The lower, the more it counts; none counts least.
    var precedence: Int?
    var roleARN: String?
    let createdAt: UnixTime
    var modifiedAt: UnixTime

    init(poolID: String, name: String, at time: UnixTime) {
        self.poolID = poolID
        self.name = name
        key = Self.key(of: name)
        createdAt = time
        modifiedAt = time
    }

    /// What two names that differ in case only have in common.
    static func key(of name: String) -> String {
        name.lowercased()
    }

    /// Where the group stands among those of one user, compared byte by byte: by precedence, then by name.
    var rank: String {
        let digits = String(precedence ?? Self.lastPrecedence)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits + key
    }

    /// The group as the service describes it.
    var described: GroupType {
        GroupType(
            creationDate: createdAt,
            description: description,
            groupName: name,
            lastModifiedDate: modifiedAt,
            precedence: precedence,
            roleARN: roleARN,
            userPoolID: poolID
        )
    }

    /// The greatest precedence of the service.
    static let greatestPrecedence = Int(Int32.max)
    private static let lastPrecedence = greatestPrecedence + 1
}

/// One user in one group.
struct GroupMemberRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "groupMember"

    let poolID: String
    let groupKey: String
    let sub: String

    init(_ user: UserRecord, in group: GroupRecord) {
        poolID = group.poolID
        groupKey = group.key
        sub = user.sub
    }
}
