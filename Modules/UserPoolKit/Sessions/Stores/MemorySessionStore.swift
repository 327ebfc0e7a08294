internal import Synchronization

/// Keeps sessions for as long as the process lives.
///
/// Entries stay until they are removed: a server that keeps its users here signs them out, or lets the store go.
public final class MemorySessionStore: SessionStore {
    private let entries = Mutex<[StoreKey: StoredEntry]>([:])

    /// Makes a store without entries.
    public init() {}

    /// How many entries there are.
    public var count: Int { entries.withLock { $0.count } }

    /// Reads an entry; throws nothing.
    public func load(_ key: StoreKey) async throws(UserPoolError) -> StoredEntry? {
        entries.withLock { $0[key] }
    }

    /// Replaces an entry; throws nothing.
    public func replace(
        _ key: StoreKey,
        expecting generation: UInt64?,
        with entry: StoredEntry?
    ) async throws(UserPoolError) -> Bool {
        entries.withLock { entries in
            guard entries[key]?.generation == generation else { return false }
            entries[key] = entry
            return true
        }
    }
}
