/// Base64 text with the URL-safe alphabet and without padding (RFC 4648 §5, RFC 7515 §2), read canonically.
///
/// Each sequence of bytes has exactly one text: padding, an impossible length and bits left over after the last byte are
/// errors, so that nobody can make a second text of one token.
public enum Base64URL {
    /// Writes `bytes`.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        String(decoding: encodedBytes(bytes), as: UTF8.self)
    }

    /// Writes `bytes`.
    public static func encode(_ bytes: [UInt8]) -> String {
        encode(bytes.span)
    }

    /// Writes `bytes`, as ASCII bytes.
    public static func encodedBytes(_ bytes: Span<UInt8>) -> [UInt8] {
        codec.encode(bytes, isPadded: false)
    }

    /// Reads what ``encode(_:)-([UInt8])`` writes and nothing else.
    ///
    /// - Parameter text: URL-safe alphabet, no padding, no white space.
    /// - Returns: The bytes.
    /// - Throws: ``ByteCodingError`` with ``ByteCodingError/Code/invalidCharacter`` (padding included),
    ///   ``ByteCodingError/Code/invalidLength`` or ``ByteCodingError/Code/nonCanonical``.
    public static func decode(_ text: String) throws(ByteCodingError) -> [UInt8] {
        try decode(text.utf8.span)
    }

    /// Reads base64url as ``decode(_:)-(String)``, from the bytes of its text.
    ///
    /// - Parameter text: ASCII; URL-safe alphabet, no padding, no white space.
    /// - Returns: The bytes.
    /// - Throws: ``ByteCodingError`` as for text.
    public static func decode(_ text: Span<UInt8>) throws(ByteCodingError) -> [UInt8] {
        try codec.decode(text)
    }

    static let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    private static let codec = Base64Codec(writing: alphabet)
}
