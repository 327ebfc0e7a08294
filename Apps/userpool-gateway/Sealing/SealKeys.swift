import ByteCoding
import CryptoPrimitives

/// The keys that challenges are sealed with: the first seals, all of them open, so that keys can be changed in turn.
struct SealKeys: Sendable {
    /// One key and the short name that stands in what it sealed.
    struct Key: Sendable {
        let id: String
        let secret: SecretBytes
    }

    /// The one that seals.
    let first: Key
    private let others: [Key]

    /// How the setting is written.
    static let form = "a list of id:base64, where id is 1 to 16 letters or digits and the rest is base64 of 32 bytes"

    /// Reads a list of `id:base64` with commas between its entries; each id is there once.
    init?(text: String) {
        var keys: [Key] = []
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = entry.drop { $0 == " " }.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let bytes = try? Base64.decode(String(parts[1])) else { return nil }
            let id = String(parts[0])
            guard (1...16).contains(id.utf8.count), id.utf8.allSatisfy(\.isLetterOrDigit),
                bytes.count == AESGCM.keyByteCount, !keys.contains(where: { $0.id == id })
            else { return nil }
            keys.append(Key(id: id, secret: SecretBytes(bytes)))
        }
        guard let first = keys.first else { return nil }
        self.init(first: first, others: Array(keys.dropFirst()))
    }

    private init(first: Key, others: [Key]) {
        (self.first, self.others) = (first, others)
    }

    /// One random key, which is gone with the process.
    ///
    /// - Throws: `CryptoError` if there is no randomness.
    static func makeRandom() throws -> SealKeys {
        let id = Hex.encode(try RandomBytes.make(count: 4))
        return SealKeys(first: Key(id: id, secret: try RandomBytes.system.makeSecret(count: 32)), others: [])
    }

    /// The key of that name.
    subscript(id: String) -> Key? {
        first.id == id ? first : others.first { $0.id == id }
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
