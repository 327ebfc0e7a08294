/// Base64 text with the standard alphabet and with padding (RFC 4648 §4).
public enum Base64 {
    /// Writes `bytes` with padding.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        String(decoding: standard.encode(bytes, isPadded: true), as: UTF8.self)
    }

    /// Writes `bytes` with padding.
    public static func encode(_ bytes: [UInt8]) -> String {
        encode(bytes.span)
    }

    /// Reads what ``encode(_:)-([UInt8])`` writes and nothing else: one text for each sequence of bytes.
    ///
    /// - Parameter text: Standard alphabet, padded, without white space.
    /// - Returns: The bytes.
    /// - Throws: ``ByteCodingError`` with ``ByteCodingError/Code/invalidCharacter``,
    ///   ``ByteCodingError/Code/invalidLength``, ``ByteCodingError/Code/invalidPadding``, or
    ///   ``ByteCodingError/Code/nonCanonical`` where bits are left over.
    public static func decode(_ text: String) throws(ByteCodingError) -> [UInt8] {
        try decode(text.utf8.span)
    }

    /// Reads base64 as ``decode(_:)-(String)``, from the bytes of its text.
    ///
    /// - Parameter text: ASCII; standard alphabet, padded, without white space.
    /// - Returns: The bytes.
    /// - Throws: ``ByteCodingError`` as for text.
    public static func decode(_ text: Span<UInt8>) throws(ByteCodingError) -> [UInt8] {
        guard text.count.isMultiple(of: 4) else {
            throw ByteCodingError(.invalidLength, "padded base64 comes in groups of four characters")
        }
        return try standard.decode(text.extracting(first: text.count - paddingCount(text)))
    }

    /// Reads base64 of either alphabet, padded or not, for values whose writer is not ours.
    ///
    /// The service's `SECRET_BLOCK` is standard base64; compatible servers send URL-safe text, even a bare UUID. White
    /// space, foreign characters, impossible lengths and wrong padding are refused here too, but bits left over after
    /// the last byte are dropped.
    ///
    /// - Parameter text: Standard or URL-safe alphabet, mixed at will, with all of its padding or none.
    /// - Returns: The bytes.
    /// - Throws: ``ByteCodingError`` with ``ByteCodingError/Code/invalidCharacter``,
    ///   ``ByteCodingError/Code/invalidLength`` or ``ByteCodingError/Code/invalidPadding``.
    public static func decodeLeniently(_ text: String) throws(ByteCodingError) -> [UInt8] {
        let bytes = text.utf8.span
        let padding = paddingCount(bytes)
        guard padding == 0 || bytes.count.isMultiple(of: 4) else {
            throw ByteCodingError(.invalidPadding, "padding that does not fill a group of four characters")
        }
        return try lenient.decode(bytes.extracting(first: bytes.count - padding), droppingBitsLeftOver: true)
    }

    private static let standard = Base64Codec(writing: standardAlphabet)
    private static let lenient = Base64Codec(writing: standardAlphabet, alsoReading: Base64URL.alphabet)

    private static let standardAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    /// How many `=` end the text: at most two, as more never fill a group.
    private static func paddingCount(_ text: Span<UInt8>) -> Int {
        var count = 0
        while count < min(2, text.count), text[text.count - 1 - count] == UInt8(ascii: "=") { count += 1 }
        return count
    }
}
