/// The key sets that are known at one moment, by the address that each is published at; a value that never changes.
public struct KeySets: Sendable {
    private let sets: [String: KeySet]
    private let keyIDs: [[UInt8]: String]

    /// Puts key sets together.
    ///
    /// - Parameter sets: Each under its address, as ``TokenVerifier/keySetURLs`` spells it.
    public init(_ sets: [String: KeySet] = [:]) {
        self.sets = sets
        var keyIDs: [[UInt8]: String] = [:]
        for key in sets.values.flatMap(\.verificationKeys) {
            for header in key.knownHeaders { keyIDs[header] = key.id }
        }
        self.keyIDs = keyIDs
    }

    /// The set that is published at an address, if it is known.
    public subscript(url: String) -> KeySet? { sets[url] }

    /// The key id in a decoded header, if the header is one that need not be parsed.
    func keyID(ofHeader json: [UInt8]) -> String? { keyIDs[json] }
}
