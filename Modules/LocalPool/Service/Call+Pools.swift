internal import CognitoJWTSigning
internal import CognitoWire
internal import GRDB

extension Call {
    private static var greatestPoolCount: Int { 1000 }
    private static var greatestClientCount: Int { 1000 }

    /// A pool as the service describes it.
    func wirePool(_ pool: UserPoolRecord) throws -> UserPoolType {
        let byPool = Column("poolID") == pool.id
        return pool.described(
            userCount: try UserRecord.filter(byPool).fetchCount(db),
            domains: try PoolDomainRecord.filter(byPool).order(Column("createdAt")).fetchAll(db)
        )
    }

    /// The id of a new pool: the one that a tag asks for, or one drawn by lot.
    ///
    /// - Parameter tags: The new pool's tags.
    /// - Returns: An id that nobody has.
    /// - Throws: ``Refusal`` if the one asked for is malformed or taken, or there are too many pools.
    func newPoolID(tags: [String: String]?) throws -> String {
        guard try UserPoolRecord.fetchCount(db) < Self.greatestPoolCount else {
            throw Refusal(.limitExceeded, "There are \(Self.greatestPoolCount) user pools already")
        }
        guard takesCustomIDs, let wanted = tags?[PoolSettings.customIDTag] else {
            return try random.makePoolID(region: region)
        }
        do throws(LocalPoolError) {
            try LocalPoolConfiguration.checkPoolID(wanted)
        } catch {
            throw Refusal.invalidParameter("\(PoolSettings.customIDTag): \(error.message)")
        }
        guard try !UserPoolRecord.exists(db, key: wanted) else {
            throw Refusal.invalidParameter("\(PoolSettings.customIDTag): there is a user pool of that id already")
        }
        return wanted
    }

    /// The keys of a new pool, made outside the transaction: those of the configuration, or new ones.
    func newSigningKeys() throws -> [SigningKey] {
        let given = givenSigningKeys
        return try outside("signing keys") {
            var keys = given
            while keys.count < 2 { keys.append(try SigningKey.generate()) }
            return keys
        }
    }

    /// Makes sure that a pool may have one client more.
    ///
    /// - Throws: ``Refusal`` if it has too many.
    func requireRoomForClient(in pool: UserPoolRecord) throws {
        let count = try AppClientRecord.filter(Column("poolID") == pool.id).fetchCount(db)
        guard count < Self.greatestClientCount else {
            throw Refusal(.limitExceeded, "A user pool has at most \(Self.greatestClientCount) app clients")
        }
    }
}
