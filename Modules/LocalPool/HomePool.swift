internal import ByteCoding
internal import CognitoJWTSigning
internal import CognitoWire
internal import CryptoPrimitives
internal import GRDB

/// The pool and the client that are there from the start, and the file's own secret.
struct HomePool {
    let poolID: String
    let decoyKey: SecretBytes

    /// Finds them in the store, or makes them, in one transaction.
    static func open(in database: any DatabaseWriter, _ configuration: LocalPoolConfiguration) throws -> HomePool {
        // Keys take their time, and the transaction should not.
        let isNew = try database.read { db in try SettingName.homePool.read(db) } == nil
        let keys = isNew ? try Settings(configuration).makeKeys() : []
        return try database.write { db in
            let poolID = try findPool(in: db, configuration, keys: keys)
            try noteBeginning(in: db)
            return HomePool(poolID: poolID, decoyKey: try findDecoyKey(in: db, configuration))
        }
    }

    private static func findPool(
        in db: Database,
        _ configuration: LocalPoolConfiguration,
        keys: [SigningKey]
    ) throws -> String {
        if let poolID = try SettingName.homePool.read(db), let clientID = try SettingName.homeClient.read(db) {
            try refuseConflict(of: poolID, with: configuration.poolID, "pool")
            try refuseConflict(of: clientID, with: configuration.clientID, "client")
            return poolID
        }
        let now = configuration.clock()
        let random = configuration.random
        let poolID = try configuration.poolID ?? random.makePoolID(region: configuration.region)
        let clientID = try configuration.clientID ?? random.makeClientID()
        let pool = UserPoolRecord(home: poolID, name: configuration.poolName, at: now)
        let client = AppClientRecord(id: clientID, poolID: poolID, details: details(of: configuration), at: now)
        try pool.insert(db)
        try Keyring.store(keys, of: poolID, in: db)
        try client.insert(db)
        try SettingName.homePool.write(poolID, db)
        try SettingName.homeClient.write(clientID, db)
        return poolID
    }

    /// Notes how the pool and its client were made, so that a reset can go back to it; of files from before resets were
    /// there, how they are found.
    private static func noteBeginning(in db: Database) throws {
        guard try SettingName.homePoolBeginning.read(db) == nil,
            let poolID = try SettingName.homePool.read(db), let clientID = try SettingName.homeClient.read(db),
            let pool = try UserPoolRecord.fetchOne(db, key: poolID),
            let client = try AppClientRecord.fetchOne(db, key: clientID)
        else { return }
        let coder = WireCoder()
        try SettingName.homePoolBeginning.write(String(decoding: coder.encode(pool), as: UTF8.self), db)
        try SettingName.homeClientBeginning.write(String(decoding: coder.encode(client), as: UTF8.self), db)
    }

    /// Reads which pool and client were made at the start of a file.
    ///
    /// - Throws: ``LocalPoolError`` if the file does not say so, or they are not those that the configuration asks for.
    static func read(_ db: Database, _ settings: Settings) throws -> HomePool {
        guard let poolID = try SettingName.homePool.read(db), let clientID = try SettingName.homeClient.read(db),
            let key = try SettingName.decoyKey.read(db), let decoyKey = try? Base64.decode(key)
        else { throw LocalPoolError(.unusableFile, "the data file does not say which pool it was made for") }
        try refuseConflict(of: poolID, with: settings.poolID, "pool")
        try refuseConflict(of: clientID, with: settings.clientID, "client")
        return HomePool(poolID: poolID, decoyKey: SecretBytes(decoyKey))
    }

    /// Puts the pool and its client back as they were made, with their ids and keys; keys that are gone are replaced.
    static func restore(in db: Database, keys: [SigningKey]) throws {
        guard let pool = try SettingName.homePoolBeginning.read(db),
            let client = try SettingName.homeClientBeginning.read(db)
        else { throw LocalPoolError(.unusableFile, "the data file does not say which pool it was made for") }
        let coder = WireCoder()
        let record = try coder.decode(UserPoolRecord.self, from: Array(pool.utf8))
        let isThere = try UserPoolRecord.exists(db, key: record.id)
        try record.save(db)
        if !isThere { try Keyring.store(keys, of: record.id, in: db) }
        try coder.decode(AppClientRecord.self, from: Array(client.utf8)).save(db)
    }

    /// The client made at start.
    static func clientID(in db: Database) throws -> String? {
        try SettingName.homeClient.read(db)
    }

    /// What the configuration says of the pool, for as long as it is open.
    struct Settings: Sendable {
        let poolID: String?
        let clientID: String?
        let signingKeys: [SigningKey]
        let triggers: [TriggerKind: any TriggerHandler]

        init(_ configuration: LocalPoolConfiguration) {
            poolID = configuration.poolID
            clientID = configuration.clientID
            signingKeys = configuration.signingKeys
            triggers = configuration.triggers
        }

        /// Two keys for a new pool.
        func makeKeys() throws -> [SigningKey] {
            var keys = signingKeys
            while keys.count < 2 { keys.append(try SigningKey.generate()) }
            return keys
        }
    }

    /// A client that may do everything and hides users.
    private static func details(of configuration: LocalPoolConfiguration) -> UserPoolClientType {
        var details = UserPoolClientType()
        details.clientName = configuration.poolName
        details.clientSecret = configuration.clientSecret.map { secret in
            Sensitive(secret.withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) })
        }
        details.explicitAuthFlows = ExplicitAuthFlowsType.known.filter { $0.rawValue.hasPrefix("ALLOW_") }
        details.preventUserExistenceErrors = .enabled
        details.enableTokenRevocation = true
        return details
    }

    private static func findDecoyKey(
        in db: Database,
        _ configuration: LocalPoolConfiguration
    ) throws -> SecretBytes {
        if let text = try SettingName.decoyKey.read(db) { return SecretBytes(try Base64.decode(text)) }
        let key = try configuration.random.makeSecret(count: 32)
        try SettingName.decoyKey.write(key.withBytes { Base64.encode($0) }, db)
        return key
    }

    private static func refuseConflict(of kept: String, with wanted: String?, _ what: String) throws {
        guard let wanted, wanted != kept else { return }
        throw LocalPoolError(.conflictingIdentifier, "the data file's \(what) is \(kept), not \(wanted)")
    }
}

/// One text of the data file's own.
private enum SettingName: String {
    case homePool
    case homeClient
    case homePoolBeginning
    case homeClientBeginning
    case decoyKey

    func read(_ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [rawValue])
    }

    func write(_ value: String, _ db: Database) throws {
        try db.execute(sql: "INSERT INTO setting (name, value) VALUES (?, ?)", arguments: [rawValue, value])
    }
}
