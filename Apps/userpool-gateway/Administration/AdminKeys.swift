import CryptoPrimitives

/// The keys of those who administrate; only their digests are kept.
struct AdminKeys: Sendable {
    /// The least length of a key.
    static let minimumLength = 20
    /// How they are written.
    static let form = "keys of at least \(minimumLength) visible ASCII characters, with commas between them"

    private let digests: [[UInt8]]

    /// Reads the keys; `nil` unless all of them are written as they should be.
    init?(text: String) {
        var digests: [[UInt8]] = []
        for key in text.split(separator: ",", omittingEmptySubsequences: false).map(\.utf8) {
            guard key.count >= Self.minimumLength, key.allSatisfy({ (0x21...0x7E).contains($0) }),
                let digest = try? SHA256.digest(of: Array(key))
            else { return nil }
            digests.append(digest)
        }
        self.digests = digests
    }

    /// Whether a key is one of them; the time it takes does not depend on which one.
    func contains(_ key: some Sequence<UInt8>) -> Bool {
        guard let digest = try? SHA256.digest(of: Array(key)) else { return false }
        return digests.reduce(false) { isFound, known in ConstantTime.areEqual(known, digest) || isFound }
    }
}
