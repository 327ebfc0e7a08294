internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import CryptoPrimitives
internal import GRDB

/// Loads many users into one pool: their verifiers are computed by all processors, and they are stored in large
/// transactions.
///
/// A user whose name is taken is left as it is, so that a load can be repeated, and goes on where it was cut short.
struct UserLoad: Sendable {
    let pool: UserPoolRecord
    let now: UnixTime
    let random: RandomBytes

    /// A user with everything that takes time done.
    struct Prepared: Sendable {
        let record: UserRecord
        let groups: [String]
        let position: String
    }

    /// Computes what is stored of users, many at once.
    ///
    /// - Parameter users: The users, each with what complaints call it.
    /// - Returns: The same in the same order.
    /// - Throws: ``LocalPoolError`` of the first user that does not do.
    func prepare(_ users: [(user: SeedUser, position: String)]) async throws -> [Prepared] {
        let size = max(1, users.count / 16)
        let starts = Array(stride(from: 0, to: users.count, by: size))
        return try await withThrowingTaskGroup(of: (Int, [Prepared]).self) { group in
            for start in starts {
                let part = users[start..<min(start + size, users.count)]
                group.addTask { (start, try part.map { try prepare($0.user, at: $0.position) }) }
            }
            let parts = try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            return starts.flatMap { parts[$0] ?? [] }
        }
    }

    /// Stores users that were prepared.
    ///
    /// - Returns: How many of them were not there before.
    /// - Throws: ``LocalPoolError`` if a group is not there; what the store throws.
    func store(_ users: [Prepared], in db: Database) throws -> Int {
        var made = 0
        for user in users {
            try user.record.insert(db, onConflict: .ignore)
            guard db.changesCount > 0 else { continue }
            made += 1
            for alias in pool.aliases(of: user.record) { try alias.insert(db, onConflict: .ignore) }
            for group in user.groups { try join(group, user, in: db) }
        }
        return made
    }

    private func prepare(_ user: SeedUser, at position: String) throws -> Prepared {
        let attributes: [String: String]
        do {
            attributes = try pool.schema.checked(
                user.attributes.map { AttributeType(name: $0.key, value: Sensitive($0.value)) },
                writtenBy: .administrator,
                on: .creation
            )
        } catch let refusal as Refusal {
            throw LocalPoolError(.invalidSeed, "\(position): \(refusal.message)")
        }
        let sub = try user.sub ?? random.makeUUID()
        var record = UserRecord(
            sub: sub,
            pool: pool,
            username: pool.usernameAttributes.isEmpty ? user.username : sub,
            status: user.status,
            at: now
        )
        record.attributes = attributes
        let attribute = user.username.contains("@") ? "email" : "phone_number"
        if pool.usernameAttributes.contains(attribute) { record.attributes[attribute] = user.username }
        record.isEnabled = user.isEnabled
        record.factors = user.factors
        if let verifier = try verifier(of: user, identity: record.identity()) {
            record.salt = StoredBytes(try verifier.saltBytes())
            record.verifier = StoredBytes(try verifier.verifierBytes())
        }
        return Prepared(record: record, groups: user.groups, position: position)
    }

    private func verifier(of user: SeedUser, identity: SRPIdentity) throws -> SRPVerifier? {
        try user.password.map {
            try SRPVerifier(identity: identity, password: SecretBytes(utf8: $0), random: random)
        } ?? user.verifier
    }

    /// The names beside the username; verified ones, or those that stand in place of it.
    private func join(_ group: String, _ user: Prepared, in db: Database) throws {
        guard let group = try GroupRecord.fetchOne(db, key: ["poolID": pool.id, "key": GroupRecord.key(of: group)])
        else {
            throw LocalPoolError(.invalidSeed, "\(user.position): there is no group \(group)")
        }
        try GroupMemberRecord(user.record, in: group).insert(db, onConflict: .ignore)
    }
}
