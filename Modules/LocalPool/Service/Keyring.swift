internal import ByteCoding
internal import CognitoJWTSigning
internal import GRDB
internal import Synchronization

/// The signing keys of each pool, read once from the store.
final class Keyring: Sendable {
    /// The two keys of a pool, as the service has them: one for id tokens, one for access tokens.
    struct Pair: Sendable {
        let identity: SigningKey
        let access: SigningKey
    }

    private let pairs = Mutex<[String: Pair]>([:])

    /// The keys of a pool; `nil` if there is no such pool.
    func pair(of poolID: String, in db: Database) throws -> Pair? {
        if let known = pairs.withLock({ $0[poolID] }) { return known }
        let records = try SigningKeyRecord.filter(Column("poolID") == poolID).order(Column("position")).fetchAll(db)
        let keys = try records.map { try SigningKey(pkcs8: SecretBytes(Base64.decode($0.pkcs8))) }
        guard let identity = keys.first, let access = keys.dropFirst().first else { return nil }
        let pair = Pair(identity: identity, access: access)
        pairs.withLock { $0[poolID] = pair }
        return pair
    }

    /// The key of that id, whichever pool signs with it; `nil` if there is none.
    func key(_ keyID: String, in db: Database) throws -> SigningKey? {
        guard let record = try SigningKeyRecord.filter(Column("keyID") == keyID).fetchOne(db),
            let pair = try pair(of: record.poolID, in: db)
        else { return nil }
        return [pair.identity, pair.access].first { $0.keyID == keyID }
    }

    /// Stores the keys of a new pool.
    static func store(_ keys: [SigningKey], of poolID: String, in db: Database) throws {
        for (position, key) in keys.enumerated() {
            let pkcs8 = try key.pkcs8().withBytes { Base64.encode($0) }
            try SigningKeyRecord(poolID: poolID, position: position, keyID: key.keyID, pkcs8: pkcs8).insert(db)
        }
    }
}
