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
        var keys = configuration.signingKeys
        while isNew, keys.count < 2 { keys.append(try SigningKey.generate()) }
        return try database.write { db in
            HomePool(
                poolID: try findPool(in: db, configuration, keys: keys),
                decoyKey: try findDecoyKey(in: db, configuration)
            )
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
        try UserPoolRecord(home: poolID, name: configuration.poolName, at: now).insert(db)
        try Keyring.store(keys, of: poolID, in: db)
        try AppClientRecord(id: clientID, poolID: poolID, details: details(of: configuration), at: now).insert(db)
        try SettingName.homePool.write(poolID, db)
        try SettingName.homeClient.write(clientID, db)
        return poolID
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
    case decoyKey

    func read(_ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [rawValue])
    }

    func write(_ value: String, _ db: Database) throws {
        try db.execute(sql: "INSERT INTO setting (name, value) VALUES (?, ?)", arguments: [rawValue, value])
    }
}
