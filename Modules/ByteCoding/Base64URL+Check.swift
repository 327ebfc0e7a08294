extension Base64URL {
    /// Whether ``decode(_:)-(Span<UInt8>)`` would read a text, without reading it: many bytes at once.
    ///
    /// - Parameter text: Any bytes.
    /// - Returns: Whether they are base64url without padding, of a possible length, with no bits left over.
    public static func isCanonical(_ text: Span<UInt8>) -> Bool {
        let rest = text.count % 4
        guard rest != 1, isOfAlphabet(text) else { return false }
        guard rest != 0 else { return true }
        // Two characters hold one byte and four bits more, three hold two bytes and two bits more.
        return value(text[text.count - 1]) & (rest == 2 ? 0x0f : 0x03) == 0
    }

    /// Whether every byte is a character of the alphabet; stops at the first block that holds another.
    private static func isOfAlphabet(_ text: Span<UInt8>) -> Bool {
        let blockLength = 64
        var start = 0
        while start <= text.count - blockLength {
            var foreign: UInt8 = 0
            for index in start..<(start + blockLength) { foreign |= foreignness(text[index]) }
            guard foreign == 0 else { return false }
            start += blockLength
        }
        var foreign: UInt8 = 0
        for index in start..<text.count { foreign |= foreignness(text[index]) }
        return foreign == 0
    }

    /// 1 for a character that is not of the alphabet; made without a branch, so that the compiler takes many at once.
    @inline(__always)
    private static func foreignness(_ character: UInt8) -> UInt8 {
        let isLetter: UInt8 = (character | 0x20) &- UInt8(ascii: "a") < 26 ? 1 : 0
        let isDigit: UInt8 = character &- UInt8(ascii: "0") < 10 ? 1 : 0
        let isHyphen: UInt8 = character == UInt8(ascii: "-") ? 1 : 0
        let isUnderscore: UInt8 = character == UInt8(ascii: "_") ? 1 : 0
        return 1 &- (isLetter | isDigit | isHyphen | isUnderscore)
    }

    /// The six bits that a character of the alphabet stands for.
    private static func value(_ character: UInt8) -> UInt8 {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        default: 63
        }
    }
}
