/// Base32 text (RFC 4648 §6), the form in which authenticator apps take their secrets.
public enum Base32 {
    /// Writes `bytes` in upper case without padding, as authenticator apps expect it.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        let text = [UInt8](capacity: characterCount(of: bytes.count)) { output in write(bytes, into: &output) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Writes `bytes` in upper case without padding.
    public static func encode(_ bytes: [UInt8]) -> String {
        encode(bytes.span)
    }

    /// Writes a secret in upper case without padding; its text is nowhere else in memory.
    public static func encodeSecret(_ secret: SecretBytes) -> SecretBytes {
        SecretBytes(byteCount: characterCount(of: secret.count)) { output in
            secret.withBytes { bytes in write(bytes, into: &output) }
        }
    }

    /// Reads base32 of either case, padded to groups of eight characters or not padded at all.
    ///
    /// - Parameters:
    ///   - text: The alphabet A–Z and 2–7.
    ///   - areSpacesIgnored: Whether spaces between characters, which people add for reading, are passed over instead of
    ///     refused.
    /// - Returns: The bytes.
    /// - Throws: ``ByteCodingError`` with ``ByteCodingError/Code/invalidCharacter``,
    ///   ``ByteCodingError/Code/invalidLength``, ``ByteCodingError/Code/invalidPadding`` or
    ///   ``ByteCodingError/Code/nonCanonical`` where bits are left over.
    public static func decode(
        _ text: String,
        ignoringSpaces areSpacesIgnored: Bool = false
    ) throws(ByteCodingError) -> [UInt8] {
        let characters = text.utf8.filter { !areSpacesIgnored || $0 != UInt8(ascii: " ") }
        return try [UInt8](capacity: characters.count) { output throws(ByteCodingError) in
            try read(characters.span, into: &output)
        }
    }

    /// Reads a secret from base32 of either case, padded to groups of eight characters or not padded at all.
    ///
    /// - Parameter text: The alphabet A–Z and 2–7.
    /// - Returns: The bytes, nowhere else in memory.
    /// - Throws: ``ByteCodingError`` as ``decode(_:ignoringSpaces:)``.
    public static func decodeSecret(_ text: SecretBytes) throws(ByteCodingError) -> SecretBytes {
        try SecretBytes(byteCount: text.count) { output throws(ByteCodingError) in
            try text.withBytes { characters throws(ByteCodingError) in try read(characters, into: &output) }
        }
    }

    private static func characterCount(of byteCount: Int) -> Int {
        (byteCount * 8 + 4) / 5
    }

    /// Appends the characters of `bytes`.
    private static func write(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>) {
        var buffer: UInt16 = 0
        var bitCount = 0
        for index in bytes.indices {
            buffer = buffer << 8 | UInt16(bytes[index])
            bitCount += 8
            while bitCount >= 5 {
                bitCount -= 5
                output.append(character(buffer >> bitCount & 0x1f))
            }
        }
        if bitCount > 0 { output.append(character(buffer << (5 - bitCount) & 0x1f)) }
    }

    /// Appends the bytes that `characters` stand for, at most as many as there are characters.
    private static func read(
        _ characters: Span<UInt8>,
        into output: inout OutputSpan<UInt8>
    ) throws(ByteCodingError) {
        let unpaddedCount = characters.indices.last { characters[$0] != UInt8(ascii: "=") }.map { $0 + 1 } ?? 0
        let padding = characters.count - unpaddedCount
        guard padding == 0 || (padding < 8 && characters.count.isMultiple(of: 8)) else {
            throw ByteCodingError(.invalidPadding, "padding that does not fill a group of eight characters")
        }
        guard ![1, 3, 6].contains(unpaddedCount % 8) else {
            throw ByteCodingError(.invalidLength, "characters are left over, which hold no byte")
        }
        var buffer: UInt16 = 0
        var bitCount = 0
        for offset in 0..<unpaddedCount {
            guard let value = value(characters[offset]) else {
                throw ByteCodingError(.invalidCharacter, "a character is not of the alphabet", at: offset)
            }
            buffer = buffer << 5 | value
            bitCount += 5
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            output.append(UInt8(truncatingIfNeeded: buffer >> bitCount))
        }
        guard buffer & ((1 << bitCount) - 1) == 0 else {
            throw ByteCodingError(.nonCanonical, "bits are left over after the last byte", at: unpaddedCount - 1)
        }
    }

    private static func character(_ value: UInt16) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: value)
        return value < 26 ? UInt8(ascii: "A") + value : UInt8(ascii: "2") + (value - 26)
    }

    private static func value(_ character: UInt8) -> UInt16? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt16(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt16(character - UInt8(ascii: "a"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt16(character - UInt8(ascii: "2")) + 26
        default: nil
        }
    }
}
