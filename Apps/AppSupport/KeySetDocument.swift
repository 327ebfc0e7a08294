import ByteCoding
public import CognitoJWT

/// Key sets as a JSON file holds them: one set (RFC 7517 §5), or an object from pool id to set.
public struct KeySetDocument: Sendable {
    /// One set of the document.
    public struct Entry: Sendable {
        /// The pool that it belongs to; `nil` in a document that is one set.
        public let userPoolID: String?
        /// The keys.
        public let set: KeySet
    }

    /// The sets, in the order of the document.
    public let entries: [Entry]
    private let name: String

    /// Reads a file.
    ///
    /// - Parameter path: Where the file is.
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured``.
    public init(path: String) throws {
        try self.init(json: SmallFile.read(path), named: path)
    }

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - json: The document, at most 1 MiB; each set at most as large as a key set may be.
    ///   - name: What messages call it.
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured``.
    public init(json: [UInt8], named name: String) throws {
        self.name = name
        let object = try SmallFile.object(json, named: name)
        if object["keys"] != nil {
            entries = [Entry(userPoolID: nil, set: try Self.keySet(json, named: name))]
            return
        }
        entries = try object.members.map { member in
            let name = "\(name), \(JSONValue.string(member.name).text)"
            guard let set = member.value.object else { throw Problem(.misconfigured, "\(name) is no key set") }
            return Entry(userPoolID: member.name, set: try Self.keySet(Array(set.text.utf8), named: name))
        }
    }

    /// The set of each pool.
    ///
    /// - Parameter pools: The pools that are meant; sets of others are left out.
    /// - Returns: The sets by pool id, one for each pool.
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured`` if a pool has none, or if there is one set without a pool
    ///   id and several pools, as nobody could say whose keys these are.
    public func keySets(of pools: [String]) throws -> [String: KeySet] {
        if let only = entries.first, only.userPoolID == nil {
            guard let pool = pools.first, pools.count == 1 else {
                throw Problem(.misconfigured, "\(name) holds one key set for several pools; write them by pool id")
            }
            return [pool: only.set]
        }
        var chosen: [String: KeySet] = [:]
        for pool in pools {
            guard let entry = entries.first(where: { $0.userPoolID?.utf8.elementsEqual(pool.utf8) == true }) else {
                throw Problem(.misconfigured, "\(name) holds no key set of the pool \(pool)")
            }
            chosen[pool] = entry.set
        }
        return chosen
    }

    private static func keySet(_ json: [UInt8], named name: String) throws -> KeySet {
        do throws(JWTError) {
            return try KeySet(json: json)
        } catch {
            throw Problem(.misconfigured, "\(name): \(error.message)")
        }
    }
}
