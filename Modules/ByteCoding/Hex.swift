/// Hexadecimal text (RFC 4648 §8): two digits for each byte.
public enum Hex {
    /// Writes `bytes` with lower-case digits.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for index in bytes.indices {
            let byte = bytes[index]
            text.append(digit(byte >> 4))
            text.append(digit(byte & 0xf))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Writes `bytes` with lower-case digits.
    public static func encode(_ bytes: [UInt8]) -> String {
        encode(bytes.span)
    }

    /// Reads digits of either case; nothing else is taken, no prefix, no sign and no space.
    ///
    /// - Parameter text: An even number of digits; none means no bytes.
    /// - Returns: Half as many bytes.
    /// - Throws: ``ByteCodingError`` with ``ByteCodingError/Code/invalidLength`` for an odd number of bytes of text,
    ///   ``ByteCodingError/Code/invalidCharacter`` for anything that is not a digit.
    public static func decode(_ text: String) throws(ByteCodingError) -> [UInt8] {
        try decode(text.utf8.span)
    }

    /// Reads digits of either case, as ``decode(_:)-(String)``.
    ///
    /// - Parameter text: An even number of ASCII digits; none means no bytes.
    /// - Returns: Half as many bytes.
    /// - Throws: ``ByteCodingError`` as for text.
    public static func decode(_ text: Span<UInt8>) throws(ByteCodingError) -> [UInt8] {
        guard text.count.isMultiple(of: 2) else {
            throw ByteCodingError(.invalidLength, "hexadecimal text has an odd number of digits")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = value(text[index]), let low = value(text[index + 1]) else {
                throw ByteCodingError(.invalidCharacter, "not a hexadecimal digit", at: index)
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + (value - 10)
    }

    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
