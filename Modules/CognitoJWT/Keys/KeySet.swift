internal import ByteCoding
internal import CryptoPrimitives

/// The keys of one issuer, read strictly from its key-set document (RFC 7517 §5).
///
/// Keys that user pools do not have are left out and listed in ``unusableKeys``; the rest of the set stays usable. Two keys
/// with one id, or a document that is not strict JSON, make the whole set an error.
public struct KeySet: Sendable {
    /// The longest document that is read, in bytes.
    public static let maximumByteCount = 65_536
    /// The most keys that a document may hold.
    public static let maximumKeyCount = 64

    /// A key that is not used, and why.
    public struct UnusableKey: Hashable, Sendable {
        /// The key's place in the document, from 0.
        public let position: Int
        /// The key's id, if it has one of printable ASCII.
        public let keyID: String?
        /// Why the key is not used, for people; never a part of the key.
        public let reason: String
        /// Whether the document publishes a private key: whoever runs the issuer has to replace it at once.
        public let isPrivate: Bool
    }

    /// A usable key as it can be shown.
    public struct UsableKey: Hashable, Sendable {
        /// The key's place in the document, from 0.
        public let position: Int
        /// The key's id.
        public let keyID: String
        /// The size of the modulus in bits.
        public let bitCount: Int
    }

    /// The keys that verify, in the order of the document.
    public let usableKeys: [UsableKey]
    /// The keys that do not, in the order of the document.
    public let unusableKeys: [UnusableKey]

    private let keys: [String: VerificationKey]

    /// Reads a document.
    ///
    /// - Parameter json: A JSON object in UTF-8 with a member `keys`, an array of objects; at most
    ///   ``maximumByteCount`` bytes and ``maximumKeyCount`` keys. An array without elements is a set without keys.
    /// - Throws: ``JWTError`` with ``JWTError/Code/invalidKeySet``.
    public init(json: [UInt8]) throws(JWTError) {
        let elements = try Self.elements(of: json)
        var keys: [String: VerificationKey] = [:]
        var seenIDs: Set<String> = []
        var usable: [UsableKey] = []
        var unusable: [UnusableKey] = []
        for (position, element) in elements.enumerated() {
            let keyID = element.object?["kid"]?.string.flatMap { KeyID.isValid($0) ? $0 : nil }
            if let keyID {
                guard seenIDs.insert(keyID).inserted else {
                    throw JWTError(.invalidKeySet, "two keys of one set have the same kid")
                }
            }
            do throws(JSONWebKeyRefusal) {
                let key = try VerificationKey(jsonWebKey: element)
                keys[key.id] = key
                usable.append(UsableKey(position: position, keyID: key.id, bitCount: key.bitCount))
            } catch {
                unusable.append(
                    UnusableKey(position: position, keyID: keyID, reason: error.reason, isPrivate: error.isPrivate)
                )
            }
        }
        self.keys = keys
        usableKeys = usable
        unusableKeys = unusable
    }

    /// The key under an id.
    subscript(keyID: String) -> VerificationKey? { keys[keyID] }

    /// The keys, in no order.
    var verificationKeys: some Collection<VerificationKey> { keys.values }

    private static func elements(of json: [UInt8]) throws(JWTError) -> [JSONValue] {
        let value: JSONValue
        do throws(ByteCodingError) {
            value = try JSONReader(maximumByteCount: maximumByteCount, maximumNameCount: maximumKeyCount * 16).read(
                json
            )
        } catch {
            throw JWTError(.invalidKeySet, "a key set is not strict JSON: \(error.message)")
        }
        guard let elements = value.object?["keys"]?.array else {
            throw JWTError(.invalidKeySet, "a key set has no array named keys")
        }
        guard elements.count <= maximumKeyCount else {
            throw JWTError(.invalidKeySet, "a key set has more than \(maximumKeyCount) keys")
        }
        return elements
    }
}
