internal import ByteCoding
internal import CognitoClient
internal import CognitoWire
internal import FoundationEssentials

extension SessionKeeper {
    /// A session in the store, and what its entry is replaced by.
    struct Found {
        let key: StoreKey
        let generation: UInt64
        let record: SessionRecord
    }

    /// A key of this pool and app client.
    func key(_ kind: StoreKey.Kind, _ name: String) -> StoreKey {
        pool.storeKey(kind, name)
    }

    // MARK: Sessions

    /// The session of the user whom a name leads to.
    func found(_ name: String) async throws(UserPoolError) -> Found? {
        if let found = try await found(under: key(.session, name)) { return found }
        guard let user = try await user(for: name), user != name else { return nil }
        return try await found(under: key(.session, user))
    }

    /// The session under a key.
    func found(under key: StoreKey) async throws(UserPoolError) -> Found? {
        guard let entry = try await store.load(key) else { return nil }
        let record = try StoredRecords.readSession(from: entry)
        return Found(key: key, generation: entry.generation, record: record)
    }

    /// A record of tokens that are to be kept, with the moment of their refresh drawn.
    func record(of session: UserSession, clockDifference: Duration?) -> SessionRecord {
        SessionRecord(
            session: session,
            refreshesAt: refreshTime(of: session.tokens, fraction: surroundings.fraction()),
            clockDifference: clockDifference.map { $0.inSeconds }
        )
    }

    /// When tokens are refreshed: the margin and a part of the jitter before the first of them expires.
    ///
    /// But not in the first half of their life: tokens that live for a minute would be refreshed with every call.
    func refreshTime(of tokens: TokenSet, fraction: Double) -> Date {
        let margin = options.margin.inSeconds + options.jitter.inSeconds * min(max(fraction, 0), 1)
        let time = tokens.firstExpiry.addingTimeInterval(-margin)
        guard let issued = tokens.issuedAt else { return time }
        let middle = issued.addingTimeInterval(tokens.firstExpiry.timeIntervalSince(issued) / 2)
        return max(time, middle)
    }

    // MARK: Names

    /// The user whom a name leads to, by the names that were typed here before.
    func user(for name: String) async throws(UserPoolError) -> String? {
        guard let entry = try await store.load(key(.name, Self.folded(name))) else { return nil }
        return try StoredRecords.readNames(from: entry).user(for: name)
    }

    /// Remembers whom a name leads to.
    func learn(_ name: String, for user: String) async throws(UserPoolError) {
        let key = key(.name, Self.folded(name))
        while true {
            let entry = try await store.load(key)
            // What cannot be read is written anew: it only says what the next sign-ins will say again.
            let known = entry.flatMap { try? StoredRecords.readNames(from: $0) }
            var record = known ?? NameRecord()
            if record.users[name] == user { return }
            if record.users.count >= NameRecord.greatestCount { record.users = [:] }
            record.users[name] = user
            let new = try StoredRecords.write(record)
            if try await store.replace(key, expecting: entry?.generation, with: new) { return }
        }
    }

    /// What all spellings of a name have in common.
    static func folded(_ name: String) -> String { name.lowercased() }

    // MARK: Entries

    /// Replaces an entry, whatever it was.
    func put(_ entry: StoredEntry, under key: StoreKey) async throws(UserPoolError) {
        while true {
            let current = try await store.load(key)
            if try await store.replace(key, expecting: current?.generation, with: entry) { return }
        }
    }

    /// Removes an entry, whatever it is.
    ///
    /// - Returns: The entry that was removed.
    @discardableResult
    func remove(_ key: StoreKey) async throws(UserPoolError) -> StoredEntry? {
        while true {
            guard let current = try await store.load(key) else { return nil }
            if try await store.replace(key, expecting: current.generation, with: nil) { return current }
        }
    }
}

extension UserPool {
    /// The key of an entry of this pool and app client.
    func storeKey(_ kind: StoreKey.Kind, _ name: String) -> StoreKey {
        StoreKey(
            kind,
            name: name,
            endpoint: cognito.configuration.endpoints.custom?.url ?? "",
            poolID: id,
            clientID: appClient.id
        )
    }
}

extension TokenSet {
    /// When the first of the tokens expires.
    var firstExpiry: Date { min(accessTokenExpiresAt, idTokenExpiresAt ?? accessTokenExpiresAt) }
}

extension Duration {
    /// The whole of it, as Foundation counts time.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
