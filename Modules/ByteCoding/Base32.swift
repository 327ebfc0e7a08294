/// Base32 text (RFC 4648 §6), the form in which authenticator apps take their secrets.
public enum Base32 {
    /// Writes `bytes` in upper case without padding, as authenticator apps expect it.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 8 + 4) / 5)
        var buffer: UInt16 = 0
        var bitCount = 0
        for index in bytes.indices {
            buffer = buffer << 8 | UInt16(bytes[index])
            bitCount += 8
            while bitCount >= 5 {
                bitCount -= 5
                text.append(character(buffer >> bitCount & 0x1f))
            }
        }
        if bitCount > 0 { text.append(character(buffer << (5 - bitCount) & 0x1f)) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Writes `bytes` in upper case without padding.
    public static func encode(_ bytes: [UInt8]) -> String {
        encode(bytes.span)
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
        let padding = characters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        let unpadded = characters.dropLast(padding)
        guard padding == 0 || (padding < 8 && characters.count.isMultiple(of: 8)) else {
            throw ByteCodingError(.invalidPadding, "padding that does not fill a group of eight characters")
        }
        guard ![1, 3, 6].contains(unpadded.count % 8) else {
            throw ByteCodingError(.invalidLength, "characters are left over, which hold no byte")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(unpadded.count * 5 / 8)
        var buffer: UInt16 = 0
        var bitCount = 0
        for (offset, character) in unpadded.enumerated() {
            guard let value = value(character) else {
                throw ByteCodingError(.invalidCharacter, "a character is not of the alphabet", at: offset)
            }
            buffer = buffer << 5 | value
            bitCount += 5
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> bitCount))
        }
        guard buffer & ((1 << bitCount) - 1) == 0 else {
            throw ByteCodingError(.nonCanonical, "bits are left over after the last byte", at: unpadded.count - 1)
        }
        return bytes
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
