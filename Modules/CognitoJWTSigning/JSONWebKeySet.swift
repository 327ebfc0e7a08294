/// The public halves of signing keys as verifiers fetch them (RFC 7517 §5), with the members that the service writes.
public struct JSONWebKeySet: Sendable {
    /// The keys, in the order in which they are written.
    public let keys: [SigningKey]

    /// Puts keys together.
    ///
    /// - Parameter keys: Any number of keys; the service publishes two.
    /// - Throws: ``JWTSigningError`` with ``JWTSigningError/Code/duplicateKeyID`` if a key is there twice.
    public init(_ keys: [SigningKey]) throws(JWTSigningError) {
        guard Set(keys.map(\.keyID)).count == keys.count else {
            throw JWTSigningError(.duplicateKeyID, "a key set holds one key twice")
        }
        self.keys = keys
    }

    /// The document: one JSON object in UTF-8, the same bytes for the same keys.
    public var json: [UInt8] {
        Array(#"{"keys":[\#(keys.map(JSONWebKey.text).joined(separator: ","))]}"#.utf8)
    }
}
