public import ByteCoding

/// Keeps what a signed-in user needs from one call, process or machine to the next: sessions, devices, sign-ins that
/// wait.
///
/// A store keeps bytes under keys and knows nothing of tokens. What makes it fit for several processes is
/// ``replace(_:expecting:with:)``, which must be atomic: of two callers that expect the same generation one succeeds.
/// ``SessionKeeper`` builds everything else on it. A table of a database is a store with
/// `UPDATE … WHERE key = ? AND generation = ?`.
///
/// The bytes sign users in: a store that writes them anywhere keeps them from everybody else.
public protocol SessionStore: Sendable {
    /// Reads what is kept under a key.
    ///
    /// - Parameter key: The key.
    /// - Returns: The entry, or `nil` if there is none.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``. An entry that is there and cannot be read
    ///   is an error and never `nil`, which would look as if nobody were signed in.
    func load(_ key: StoreKey) async throws(UserPoolError) -> StoredEntry?

    /// Replaces what is kept under a key, unless somebody else was faster.
    ///
    /// When the call returns `true`, the entry outlives the process as far as the store promises that at all.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - generation: The generation of the entry that the caller has seen; `nil` if there was none.
    ///   - entry: What is kept from now on; `nil` removes the entry.
    /// - Returns: Whether it was replaced; `false` if the entry has another generation by now, and nothing was changed.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    func replace(
        _ key: StoreKey,
        expecting generation: UInt64?,
        with entry: StoredEntry?
    ) async throws(UserPoolError) -> Bool
}

/// What a store keeps under one key.
public struct StoredEntry: Sendable {
    /// The bytes, which only ``SessionKeeper`` reads.
    public let contents: SecretBytes
    /// Tells this entry from every other one that the key ever had.
    public let generation: UInt64

    /// Puts together what was kept.
    public init(contents: SecretBytes, generation: UInt64) {
        self.contents = contents
        self.generation = generation
    }

    /// An entry that was never kept before.
    ///
    /// Its generation is drawn at random and not counted: after a removal a counter would begin again, and somebody who
    /// had seen the first entry would take another one for it. It stays below 2^53, so that every JSON reader can hold
    /// it.
    init(new contents: SecretBytes) {
        self.init(contents: contents, generation: .random(in: 1..<(1 << 53)))
    }
}

/// What an entry of a store is kept under: the pool, the app client, and a name within them.
///
/// There is no entry for "the user" of a process: each user of each pool has one of its own.
public struct StoreKey: Hashable, Sendable {
    /// What an entry is.
    public struct Kind: Hashable, Sendable {
        /// How the kind is written in ``StoreKey/text``.
        public let text: String

        /// The tokens of a user, by canonical username.
        public static let session = Self(text: "session")
        /// The device of a user, by canonical username.
        public static let device = Self(text: "device")
        /// Whom a name leads to, by the name as it was typed, in small letters.
        public static let name = Self(text: "name")
        /// A sign-in that waits for an answer, by a name of the caller's.
        public static let challenge = Self(text: "challenge")
        /// Who is signed in where only one user is, by the name of a profile.
        public static let currentUser = Self(text: "current")
    }

    /// What the entry is.
    public let kind: Kind
    /// The name within the pool.
    public let name: String
    /// The whole key on one line of ASCII, the same for the same key in every process and version.
    ///
    /// Parts are separated by slashes, and everything but letters, digits, `-`, `.` and `_` is percent-encoded byte by
    /// byte. So two names that only look alike are two keys.
    public let text: String

    /// Names an entry.
    ///
    /// - Parameters:
    ///   - kind: What it is.
    ///   - name: The name within the pool.
    ///   - endpoint: The address of a service of one's own; empty for that of AWS. A token is never sent to another
    ///     address than that it came from.
    ///   - poolID: The user pool.
    ///   - clientID: The app client.
    public init(_ kind: Kind, name: String, endpoint: String, poolID: String, clientID: String) {
        self.kind = kind
        self.name = name
        text = [endpoint, poolID, clientID, kind.text, name].map(Self.escaped).joined(separator: "/")
    }

    /// Compares the texts, which are the bytes of all parts.
    public static func == (left: Self, right: Self) -> Bool { left.text == right.text }

    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    private static func escaped(_ part: String) -> String {
        var text = ""
        for byte in part.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += "%" + Hex.encode([byte])
            }
        }
        return text
    }
}
