internal import ByteCoding

/// The key sets that are known at one moment, by the address that each is published at; a value that never changes.
public struct KeySets: Sendable {
    private let parts: [String: Part]
    private let keyIDs: [[UInt8]: String]

    /// Puts key sets together.
    ///
    /// - Parameter sets: Each under its address, as ``TokenVerifier/keySetURLs`` spells it.
    public init(_ sets: [String: KeySet] = [:]) {
        self.init(sets.mapValues { Part(set: $0, end: .latest) })
    }

    /// Puts key sets together that are used for a time.
    init(_ parts: [String: Part]) {
        self.parts = parts
        var keyIDs: [[UInt8]: String] = [:]
        for key in parts.values.flatMap(\.set.verificationKeys) {
            for header in key.knownHeaders { keyIDs[header] = key.id }
        }
        self.keyIDs = keyIDs
    }

    /// The set that is published at an address, if it is known.
    public subscript(url: String) -> KeySet? { parts[url]?.set }

    /// The set that is published at an address, if it is known and still used.
    func set(at url: String, now: UnixTime) -> KeySet? {
        guard let part = parts[url], now < part.end else { return nil }
        return part.set
    }

    /// The key id in a decoded header, if the header is one that need not be parsed.
    func keyID(ofHeader json: [UInt8]) -> String? { keyIDs[json] }

    /// One set, and how long it is used.
    struct Part {
        /// The keys.
        let set: KeySet
        /// From when on they are not used any more.
        let end: UnixTime
    }
}
