internal import ByteCoding
internal import CryptoPrimitives
internal import FoundationEssentials

/// Keeps sessions in a folder that only its owner may look into: one file for each entry.
///
/// Any number of processes may share the folder. A change is made under a lock, written to a new file that is brought
/// to the disk and then takes the old one's name: after a crash there is the old entry or the new one. The names of
/// files are digests of the keys, so that neither usernames nor anything that they might smuggle in is part of a path.
///
/// The files hold tokens in clear, with mode 0600 in a folder of mode 0700; a file or folder that is open to others,
/// linked, or somebody else's is refused. Locks of files are no good on some network file systems: keep the folder on a
/// local one.
public final class FileSessionStore: SessionStore {
    /// How long a change waits for another process; the lock is held for the time of one write.
    static let patience = Duration.seconds(10)
    private static let version = 1

    private let folder: PrivateFolder
    private let queue = BlockingQueue()

    /// Opens a store; the folder is made when something is kept.
    ///
    /// - Parameter folder: The path of the folder, such as `~/.local/state/userpool` written out in full.
    public init(folder: String) {
        self.folder = PrivateFolder(path: folder)
    }

    /// Reads an entry.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed`` if the file is damaged, was written by
    ///   another version, or is not its owner's alone.
    public func load(_ key: StoreKey) async throws(UserPoolError) -> StoredEntry? {
        // A small file that is in the system's memory: a thread of its own would take longer than the reading.
        let name = try Self.fileName(key)
        return try folder.read(name).map { bytes throws(UserPoolError) in
            try self.entry(bytes, of: key, named: name)
        }
    }

    /// Replaces an entry.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``, as for ``load(_:)``, or if the folder
    ///   cannot be made or written; what was kept is there then.
    public func replace(
        _ key: StoreKey,
        expecting generation: UInt64?,
        with entry: StoredEntry?
    ) async throws(UserPoolError) -> Bool {
        let name = try Self.fileName(key)
        let bytes = try entry.map { entry throws(UserPoolError) in try Self.encoded(entry, of: key) }
        // Sixteen locks, so that users do not wait for each other much.
        let lock = "lock-\(name.prefix(1))"
        return try await queue.run { [folder] () throws(UserPoolError) in
            try folder.withLock(lock, patience: Self.patience) { open throws(UserPoolError) in
                let current = try folder.read(name, in: open).map { bytes throws(UserPoolError) in
                    try self.entry(bytes, of: key, named: name)
                }
                guard current?.generation == generation else { return false }
                if let bytes {
                    try folder.replace(name, with: bytes, in: open)
                } else {
                    try folder.remove(name, in: open)
                }
                return true
            }
        }
    }

    // MARK: The form of a file

    private struct File: Codable {
        let version: Int
        let key: String
        let generation: UInt64
        let contents: String
    }

    /// The least that every version of a file has.
    private struct Head: Codable {
        let version: Int
    }

    private static func encoded(_ entry: StoredEntry, of key: StoreKey) throws(UserPoolError) -> [UInt8] {
        let file = File(
            version: version,
            key: key.text,
            generation: entry.generation,
            contents: entry.contents.withBytes { Base64.encode($0) }
        )
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(file))
        } catch {
            throw UserPoolError(.storeFailed, "an entry cannot be written as JSON")
        }
    }

    private func entry(
        _ bytes: [UInt8],
        of key: StoreKey,
        named name: String
    ) throws(UserPoolError) -> StoredEntry {
        let place = "\(folder.path)/\(name)"
        let data = Data(bytes)
        guard let head = try? JSONDecoder().decode(Head.self, from: data) else { throw Self.damage(place) }
        guard head.version == Self.version else {
            throw UserPoolError(
                .storeFailed,
                "\(place) was written by another version (\(head.version), expected \(Self.version))"
            )
        }
        // The key is checked too: a file that was copied over another one would sign one user in as the other.
        guard let file = try? JSONDecoder().decode(File.self, from: data), file.key == key.text,
            let contents = try? Base64.decode(file.contents)
        else { throw Self.damage(place) }
        return StoredEntry(contents: SecretBytes(contents), generation: file.generation)
    }

    private static func damage(_ place: String) -> UserPoolError {
        UserPoolError(.storeFailed, "\(place) is damaged; remove it and sign in again")
    }

    private static func fileName(_ key: StoreKey) throws(UserPoolError) -> String {
        do throws(CryptoError) {
            var hash = try SHA256()
            try hash.update(Array(key.text.utf8))
            return "\(Hex.encode(try hash.finalize())).json"
        } catch {
            throw UserPoolError(error)
        }
    }
}
