internal import ByteCoding

/// A header that the service could have written: RS256, one key, and nothing that would change how a token is read.
struct TokenHeader {
    /// The id of the key that is said to have signed, of ``KeyID`` syntax.
    let keyID: String

    /// Looks at a decoded header (RFC 7515 §4): the algorithm, the key id, then what must not be there.
    init(_ bytes: [UInt8]) throws(JWTError) {
        let header = try UnverifiedToken.object(bytes, named: "header")
        guard let algorithm = header["alg"]?.string else {
            throw JWTError(.malformed, "the header of a token has no alg that is a text")
        }
        guard algorithm.hasSameBytes(as: "RS256") else {
            throw JWTError(.algorithm, "user pools sign with RS256 and nothing else")
        }
        guard let keyID = header["kid"]?.string, KeyID.isValid(keyID) else {
            throw JWTError(
                .malformed,
                "the header of a token has no kid of 1 to \(KeyID.maximumLength) ASCII characters"
            )
        }
        for name in Self.refusedNames where header[name] != nil {
            throw JWTError(.unsupportedHeader, "the header of a token has the member \(name)")
        }
        if let type = header["typ"] {
            guard let text = type.string, text.utf8.count == 3, text.lowercased() == "jwt" else {
                throw JWTError(.unsupportedHeader, "the header of a token has a typ other than JWT")
            }
        }
        self.keyID = keyID
    }

    /// What changes how a token is read (RFC 7515 §4.1.11, RFC 7797, RFC 7516 §4.1.3, RFC 7519 §5.2), and what brings or
    /// points to a key of the sender's own (RFC 7515 §4.1.2–4.1.6).
    private static let refusedNames = ["crit", "b64", "zip", "enc", "cty", "jku", "jwk", "x5u", "x5c"]
}

/// What the id of a key looks like.
enum KeyID {
    /// The most characters of an id.
    static let maximumLength = 128

    /// Whether a text can be the id of a key: printable ASCII without spaces.
    static func isValid(_ text: String) -> Bool {
        (1...maximumLength).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
