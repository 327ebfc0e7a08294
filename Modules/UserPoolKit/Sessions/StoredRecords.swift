internal import ByteCoding
internal import FoundationEssentials

/// What is kept of a user's session: the tokens, and what all processes that share them must agree on.
struct SessionRecord: Codable, Sendable {
    static let currentVersion = 1

    var version = Self.currentVersion
    var session: UserSession
    /// When the tokens are refreshed, by the service's clock; drawn once, so that all processes mean the same moment.
    var refreshesAt: Date?
    /// How much the service's clock was ahead of this machine's when the tokens came, in seconds.
    var clockDifference: Double?
    /// Who refreshes the tokens just now.
    var claim: Claim?

    /// The right to refresh, held for a while by one keeper.
    struct Claim: Codable, Hashable, Sendable {
        /// Tells its holder from every other one.
        let holder: String
        /// When somebody else may take over, by the clock of the machine.
        let ends: Date
    }
}

/// What is kept of a user's device.
struct DeviceRecord: Codable, Sendable {
    static let currentVersion = 1

    var version = Self.currentVersion
    var device: DeviceCredentials
}

/// Whom the spellings of one name lead to.
struct NameRecord: Codable, Sendable {
    static let currentVersion = 1
    /// How many spellings are remembered.
    static let greatestCount = 32

    var version = Self.currentVersion
    /// Canonical username, by the name as it was typed.
    var users: [String: String] = [:]

    /// The user that is meant: by the very spelling, or the only one that any spelling leads to.
    ///
    /// A pool whose names are case-sensitive may have both `Alice` and `alice`: then only the very spelling counts.
    func user(for name: String) -> String? {
        if let user = users[name] { return user }
        let all = Set(users.values)
        return all.count == 1 ? all.first : nil
    }
}

/// Who is signed in where only one user is.
struct CurrentUserRecord: Codable, Sendable {
    static let currentVersion = 1

    var version = Self.currentVersion
    var username: String
}

/// Records as the bytes of an entry.
enum StoredRecords {
    /// The least that every version of a record has.
    private struct Head: Codable {
        let version: Int
    }

    /// Reads a record.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed`` if it is damaged or another version's.
    static func read<Record: Codable>(
        _ type: Record.Type,
        version: Int,
        from entry: StoredEntry
    ) throws(UserPoolError) -> Record {
        let head = try read(Head.self, from: entry)
        guard head.version == version else {
            throw UserPoolError(
                .storeFailed,
                "what is kept was written by another version (\(head.version), expected \(version)); sign in again"
            )
        }
        return try read(type, from: entry)
    }

    /// Reads whom spellings lead to.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    static func readNames(from entry: StoredEntry) throws(UserPoolError) -> NameRecord {
        try read(NameRecord.self, version: NameRecord.currentVersion, from: entry)
    }

    /// Reads a session.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    static func readSession(from entry: StoredEntry) throws(UserPoolError) -> SessionRecord {
        try read(SessionRecord.self, version: SessionRecord.currentVersion, from: entry)
    }

    /// Reads a challenge, which has a version of its own.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed`` or ``UserPoolError/Code/foreignChallenge``.
    static func readChallenge(from entry: StoredEntry) throws(UserPoolError) -> SignInChallenge {
        try read(SignInChallenge.self, from: entry)
    }

    private static func read<Value: Decodable>(
        _ type: Value.Type,
        from entry: StoredEntry
    ) throws(UserPoolError) -> Value {
        let data = entry.contents.withBytes { bytes in Data(bytes.indices.map { bytes[$0] }) }
        do {
            return try decoder.decode(type, from: data)
        } catch {
            throw (error as? UserPoolError) ?? damage
        }
    }

    /// Writes a record into an entry that is new.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    static func write(_ record: some Codable) throws(UserPoolError) -> StoredEntry {
        do {
            return StoredEntry(new: SecretBytes(Array(try encoder.encode(record))))
        } catch {
            throw UserPoolError(.storeFailed, "what is to be kept cannot be written as JSON")
        }
    }

    private static let damage = UserPoolError(.storeFailed, "what is kept is damaged; sign in again")

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return decoder
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
