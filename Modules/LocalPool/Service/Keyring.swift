internal import ByteCoding
internal import CognitoJWT
internal import CognitoJWTSigning
internal import GRDB
internal import Synchronization

/// The signing keys of each pool, read once from the store.
final class Keyring: Sendable {
    /// The two keys of a pool, as the service has them: one for id tokens, one for access tokens.
    struct Pair: Sendable {
        let identity: SigningKey
        let access: SigningKey
        /// The public halves as they are published.
        let document: [UInt8]
        /// The same, read as a verifier reads them.
        let keySet: KeySet

        init(identity: SigningKey, access: SigningKey) throws {
            (self.identity, self.access) = (identity, access)
            document = try JSONWebKeySet([identity, access]).json
            keySet = try KeySet(json: document)
        }
    }

    private let pairs = Mutex<[String: Pair]>([:])

    /// The keys of a pool; `nil` if there is no such pool.
    func pair(of poolID: String, in db: Database) throws -> Pair? {
        // A pool that was deleted may have come back under its id, with other keys.
        let ids = try String.fetchAll(
            db,
            sql: "SELECT keyID FROM signingKey WHERE poolID = ? ORDER BY position LIMIT 2",
            arguments: [poolID]
        )
        let name = ids.joined(separator: " ")
        if let known = pairs.withLock({ $0[name] }) { return known }
        let records = try SigningKeyRecord.filter(Column("poolID") == poolID).order(Column("position")).fetchAll(db)
        let keys = try records.map { try SigningKey(pkcs8: SecretBytes(Base64.decode($0.pkcs8))) }
        guard let identity = keys.first, let access = keys.dropFirst().first else { return nil }
        let pair = try Pair(identity: identity, access: access)
        pairs.withLock { $0[name] = pair }
        return pair
    }

    /// Stores the keys of a new pool.
    static func store(_ keys: [SigningKey], of poolID: String, in db: Database) throws {
        for (position, key) in keys.enumerated() {
            let pkcs8 = try key.pkcs8().withBytes { Base64.encode($0) }
            try SigningKeyRecord(poolID: poolID, position: position, keyID: key.keyID, pkcs8: pkcs8).insert(db)
        }
    }
}
