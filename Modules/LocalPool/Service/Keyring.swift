internal import ByteCoding
internal import CognitoJWT
internal import CognitoJWTSigning
internal import GRDB
internal import Synchronization

/// The signing keys of each pool, parsed once; which ones a pool has is asked of the store each time, as a rotation or a
/// snapshot may bring others.
final class Keyring: Sendable {
    /// The two keys of a pool that sign, as the service has them: one for id tokens, one for access tokens.
    struct Pair: Sendable {
        let identity: SigningKey
        let access: SigningKey
        /// The public halves as they are published, with those of earlier keys whose tokens may still live.
        let document: [UInt8]
        /// The same, read as a verifier reads them.
        let keySet: KeySet

        init(identity: SigningKey, access: SigningKey, retired: [RetiredKeyRecord]) throws {
            (self.identity, self.access) = (identity, access)
            let members = [identity.publicJSON, access.publicJSON] + retired.map(\.publicJSON)
            document = Array(#"{"keys":[\#(members.joined(separator: ","))]}"#.utf8)
            keySet = try KeySet(json: document)
        }
    }

    private let pairs = Mutex<[String: (keyIDs: [String], pair: Pair)]>([:])

    /// The keys of a pool at that time; `nil` if there is no such pool.
    func pair(of poolID: String, at time: UnixTime, in db: Database) throws -> Pair? {
        let keyIDs = try SQLRequest<String>(
            sql: """
                SELECT keyID FROM (
                    SELECT keyID, position FROM signingKey WHERE poolID = ?
                    UNION ALL
                    SELECT keyID, 2 FROM retiredKey WHERE poolID = ? AND deadAt > ?
                ) ORDER BY position, keyID
                """,
            arguments: [poolID, poolID, time.stored],
            cached: true
        ).fetchAll(db)
        if let known = pairs.withLock({ $0[poolID] }), known.keyIDs == keyIDs { return known.pair }
        let records = try SigningKeyRecord.filter(Column("poolID") == poolID).order(Column("position")).fetchAll(db)
        let keys = try records.map { try SigningKey(pkcs8: SecretBytes(Base64.decode($0.pkcs8))) }
        guard let identity = keys.first, let access = keys.dropFirst().first else { return nil }
        let retired = try RetiredKeyRecord.filter(Column("poolID") == poolID && Column("deadAt") > time.stored)
            .order(Column("keyID"))
            .fetchAll(db)
        let pair = try Pair(identity: identity, access: access, retired: retired)
        pairs.withLock { $0[poolID] = (keyIDs, pair) }
        return pair
    }

    /// Stores the keys of a new pool.
    static func store(_ keys: [SigningKey], of poolID: String, in db: Database) throws {
        for (position, key) in keys.enumerated() {
            let pkcs8 = try key.pkcs8().withBytes { Base64.encode($0) }
            try SigningKeyRecord(poolID: poolID, position: position, keyID: key.keyID, pkcs8: pkcs8).insert(db)
        }
    }

    /// Puts new keys in the place of a pool's keys, of which only the public halves stay, as long as a token of theirs
    /// may live.
    ///
    /// - Throws: ``LocalPoolError`` if there is no such pool.
    static func replaceKeys(of poolID: String, by keys: [SigningKey], at time: UnixTime, in db: Database) throws {
        let records = try SigningKeyRecord.filter(Column("poolID") == poolID).fetchAll(db)
        guard !records.isEmpty else { throw LocalPoolError(.unknownPool, "there is no pool \(poolID)") }
        try RetiredKeyRecord.filter(Column("deadAt") <= time.stored).deleteAll(db)
        for record in records {
            let key = try SigningKey(pkcs8: SecretBytes(Base64.decode(record.pkcs8)))
            try RetiredKeyRecord(
                keyID: key.keyID,
                poolID: poolID,
                publicJSON: key.publicJSON,
                deadAt: time.adding(greatestTokenLifetime)
            ).insert(db)
            try record.delete(db)
        }
        try store(keys, of: poolID, in: db)
    }

    /// No client's access and id tokens live longer than a day.
    private static var greatestTokenLifetime: Duration { .seconds(86_400) }
}
