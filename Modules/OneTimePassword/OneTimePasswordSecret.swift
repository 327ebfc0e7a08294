public import ByteCoding
public import CryptoPrimitives

/// The secret that an authenticator app and a pool share.
///
/// Prints nothing of itself, and is wiped when its last copy goes.
public struct OneTimePasswordSecret: Sendable {
    /// How many bytes a secret may have: from the 80 bits that apps are commonly given, which is also the least that the
    /// service's `SecretCode` holds, to 1024 bits.
    public static let byteCounts = 10...128

    /// The bytes, the key of the HMAC.
    public let bytes: SecretBytes

    /// How exactly base32 text has to be what ``OneTimePasswordSecret/base32`` writes.
    public enum Reading: Sendable {
        /// Upper case without padding: what this room and the service write.
        case strict
        /// Also lower case, padding, and spaces and hyphens anywhere: what people type off a screen.
        case lenient
    }

    /// The longest text that is looked at, so that separators do not count without end.
    private static let longestText = 1024

    /// Takes bytes as a secret.
    ///
    /// - Parameter bytes: As many as ``byteCounts`` allows.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/invalidSecret``.
    public init(_ bytes: SecretBytes) throws(OneTimePasswordError) {
        guard Self.byteCounts.contains(bytes.count) else {
            throw OneTimePasswordError(.invalidSecret, "a secret has \(Self.byteCounts) bytes, not \(bytes.count)")
        }
        self.bytes = bytes
    }

    /// Reads base32 text (RFC 4648 §6).
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - reading: What is let pass besides the one form that is written.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/invalidSecret``.
    public init(base32 text: SecretBytes, reading: Reading = .strict) throws(OneTimePasswordError) {
        guard text.count <= Self.longestText else {
            throw OneTimePasswordError(.invalidSecret, "the text is longer than \(Self.longestText) bytes")
        }
        let characters = text.withBytes { text in
            SecretBytes(byteCount: text.count) { output in
                for index in text.indices where reading == .strict || !Self.separators.contains(text[index]) {
                    output.append(text[index])
                }
            }
        }
        guard reading == .lenient || characters.withBytes(Self.isWrittenForm) else {
            throw OneTimePasswordError(.invalidSecret, "base32 is written in A–Z and 2–7, without padding")
        }
        let bytes: SecretBytes
        do {
            bytes = try Base32.decodeSecret(characters)
        } catch {
            throw OneTimePasswordError(.invalidSecret, "not base32: \(error.message)")
        }
        try self.init(bytes)
    }

    /// Reads base32 text (RFC 4648 §6).
    ///
    /// - Parameters:
    ///   - text: The text; wiping it is beyond reach.
    ///   - reading: What is let pass besides the one form that is written.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/invalidSecret``.
    public init(base32 text: String, reading: Reading = .strict) throws(OneTimePasswordError) {
        try self.init(base32: SecretBytes(utf8: text), reading: reading)
    }

    /// Invents a secret.
    ///
    /// - Parameters:
    ///   - byteCount: How many bytes; 20 are what RFC 4226 §4 (R6) advises, and as many as SHA-1 puts to use.
    ///   - random: Where they come from.
    /// - Returns: The secret.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/invalidSecret`` for a length outside of
    ///   ``byteCounts``, or ``OneTimePasswordError/Code/noRandomness``.
    public static func make(
        byteCount: Int = 20,
        random: RandomBytes = .system
    ) throws(OneTimePasswordError) -> OneTimePasswordSecret {
        guard byteCounts.contains(byteCount) else {
            throw OneTimePasswordError(.invalidSecret, "a secret has \(byteCounts) bytes, not \(byteCount)")
        }
        do {
            return try OneTimePasswordSecret(unchecked: random.makeSecret(count: byteCount))
        } catch {
            throw OneTimePasswordError(.noRandomness, "no random bytes: \(error.message)")
        }
    }

    private init(unchecked bytes: SecretBytes) {
        self.bytes = bytes
    }

    /// The text that authenticator apps take: UTF-8 of base32 in upper case without padding.
    public var base32: SecretBytes {
        Base32.encodeSecret(bytes)
    }

    private static let separators: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "-")]

    /// Whether all characters are of the alphabet as it is written.
    private static func isWrittenForm(_ characters: Span<UInt8>) -> Bool {
        characters.indices.allSatisfy { index in
            switch characters[index] {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "2")...UInt8(ascii: "7"): true
            default: false
            }
        }
    }
}

extension OneTimePasswordSecret: CustomStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    public var description: String { "<redacted>" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
