internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension Call {
    /// Refuses settings of a client that contradict each other, or the pool's.
    func check(_ client: AppClientRecord, in pool: UserPoolRecord) throws {
        try ClientSettings(
            client: client,
            pool: pool,
            ownScopes: Set(customScopes(of: pool)),
            providers: Set(IdentityProviderRecord.filter(Column("poolID") == pool.id).fetchAll(db).map(\.name))
        ).check()
    }

    /// The id of a new client: the one that its name asks for, or one drawn by lot.
    ///
    /// - Parameter name: The client's name; `_custom_id_:` before an id asks for it.
    /// - Returns: An id that nobody has.
    /// - Throws: ``Refusal`` if the one asked for is malformed or taken.
    func newClientID(name: String) throws -> String {
        guard takesCustomIDs, let wanted = ClientNaming.wantedID(in: name) else { return try random.makeClientID() }
        guard ClientNaming.isID(wanted) else {
            throw Refusal.invalidParameter("\(PoolSettings.customIDTag): a client id has 1 to 128 letters and digits")
        }
        guard try !AppClientRecord.exists(db, key: wanted) else {
            throw Refusal.invalidParameter("\(PoolSettings.customIDTag): there is a client of that id already")
        }
        return wanted
    }
}

/// How a client's name asks for an id, as clients have no tags.
enum ClientNaming {
    /// The id after `_custom_id_:`; `nil` for other names.
    static func wantedID(in name: String) -> String? {
        let prefix = "\(PoolSettings.customIDTag):"
        return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
    }

    /// Whether that is an id such as requests name: `[\w+]+`, at most 128 characters.
    static func isID(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || "0123456789_+".utf8.contains(byte)
            }
    }
}
