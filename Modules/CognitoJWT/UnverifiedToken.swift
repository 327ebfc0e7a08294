public import ByteCoding

/// A token that was read and not verified: anybody can have written it.
///
/// What it says may be shown, or be used where the token came straight from the service over TLS; it must not decide who
/// somebody is. Reading is strict (RFC 7515 §2 and §3.1, RFC 4648 §3.5, RFC 8259): three parts of canonical base64url, JSON
/// in UTF-8 without duplicate names, at most 16 KiB altogether.
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
    /// - Throws: ``JWTError`` with ``JWTError/Code/tooLarge`` or ``JWTError/Code/malformed``.
    public init(_ text: String) throws(JWTError) {
        guard text.utf8.count <= Self.maximumByteCount else {
            throw JWTError(.tooLarge, "a token is longer than \(Self.maximumByteCount) bytes")
        }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw JWTError(.malformed, "a token has three parts with full stops between them")
        }
        let headerBytes = try Self.decoded(parts[0], named: "header")
        guard headerBytes.count <= Self.maximumHeaderByteCount else {
            throw JWTError(.tooLarge, "the header of a token is longer than \(Self.maximumHeaderByteCount) bytes")
        }
        let payloadBytes = try Self.decoded(parts[1], named: "payload")
        signature = try Self.decoded(parts[2], named: "signature")
        header = try Self.object(headerBytes, named: "header")
        payload = try Self.object(payloadBytes, named: "payload")
    }

    private static func decoded(_ part: Substring.UTF8View, named name: String) throws(JWTError) -> [UInt8] {
        do {
            return try Base64URL.decode(Array(part).span)
        } catch {
            throw JWTError(.malformed, "the \(name) of a token is not canonical base64url")
        }
    }

    private static func object(
        _ bytes: [UInt8],
        named name: String
    ) throws(JWTError) -> JSONObject {
        let value: JSONValue
        do {
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
