public import ByteCoding

/// A token that was read and not verified: anybody can have written it.
///
/// What it says may be shown, or be used where the token came straight from the service over TLS; it must not decide who
/// somebody is. Reading is strict (RFC 7515 §2 and §3.1, RFC 4648 §3.5, RFC 8259): three parts of canonical base64url, JSON
/// in UTF-8 without duplicate names, at most 16 KiB altogether. A ``VerifiedToken`` is made by ``TokenVerifier`` only,
/// from the text itself; there is no way from this type to that one.
public struct UnverifiedToken: Sendable {
    /// The longest text that is read, in bytes.
    public static let maximumByteCount = 16_384
    /// The longest header that is read, in bytes after decoding.
    public static let maximumHeaderByteCount = 2048

    /// The JOSE header.
    public let header: JSONObject
    /// The claims.
    public let payload: JSONObject
    /// The signature, unchecked.
    public let signature: [UInt8]

    /// Reads a token in the compact serialisation (RFC 7515 §7.1).
    ///
    /// - Parameter text: The token and nothing around it.
    /// - Throws: ``JWTError`` with ``JWTError/Code/tooLarge`` or ``JWTError/Code/malformed``.
    public init(_ text: String) throws(JWTError) {
        let bytes = text.utf8.span
        let form = try CompactForm(bytes)
        header = try Self.object(CompactForm.decode(bytes.extracting(form.header)), named: "header")
        payload = try Self.object(CompactForm.decode(bytes.extracting(form.payload)), named: "payload")
        signature = try CompactForm.decode(bytes.extracting(form.signature))
    }

    /// Reads one part's JSON.
    static func object(_ bytes: [UInt8], named name: String) throws(JWTError) -> JSONObject {
        let value: JSONValue
        do throws(ByteCodingError) {
            value = try JSONReader(maximumByteCount: maximumByteCount).read(bytes)
        } catch {
            throw JWTError(.malformed, "the \(name) of a token is not strict JSON: \(error.message)")
        }
        guard let object = value.object else {
            throw JWTError(.malformed, "the \(name) of a token is JSON, but no object")
        }
        return object
    }
}

extension UnverifiedToken: CustomStringConvertible, CustomReflectable {
    /// Always `<unverified token>`.
    public var description: String { "<unverified token>" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
