/// The engine under ``Base64`` and ``Base64URL``: six bits for each character, by table.
struct Base64Codec: Sendable {
    private static let foreign: UInt8 = 0xff

    private let characters: [UInt8]
    private let values: [UInt8]

    /// Makes a codec that writes the first alphabet and reads both.
    init(writing alphabet: String, alsoReading other: String = "") {
        characters = Array(alphabet.utf8)
        var values = [UInt8](repeating: Self.foreign, count: 256)
        for text in [other, alphabet] {
            for (value, character) in text.utf8.enumerated() {
                values[Int(character)] = UInt8(truncatingIfNeeded: value)
            }
        }
        self.values = values
    }

    /// Writes `bytes`; `=` fills the last group up to four characters if `isPadded`.
    func encode(_ bytes: Span<UInt8>, isPadded: Bool) -> [UInt8] {
        let characters = characters.span
        let whole = bytes.count / 3 * 3
        return [UInt8](capacity: (bytes.count + 2) / 3 * 4) { text in
            for index in stride(from: 0, to: whole, by: 3) {
                let first = bytes[index]
                let second = bytes[index + 1]
                let third = bytes[index + 2]
                text.append(characters[Int(first >> 2)])
                text.append(characters[Int((first & 0x03) << 4 | second >> 4)])
                text.append(characters[Int((second & 0x0f) << 2 | third >> 6)])
                text.append(characters[Int(third & 0x3f)])
            }
            let rest = bytes.count - whole
            guard rest > 0 else { return }
            let first = bytes[whole]
            let second = rest == 2 ? bytes[whole + 1] : 0
            text.append(characters[Int(first >> 2)])
            text.append(characters[Int((first & 0x03) << 4 | second >> 4)])
            if rest == 2 { text.append(characters[Int((second & 0x0f) << 2)]) }
            if isPadded { text.append(repeating: UInt8(ascii: "="), count: 3 - rest) }
        }
    }

    /// Reads characters without any padding; the bits that are left over must be zero, unless they are dropped.
    func decode(
        _ text: Span<UInt8>,
        droppingBitsLeftOver isLenient: Bool = false
    ) throws(ByteCodingError) -> [UInt8] {
        let rest = text.count % 4
        guard rest != 1 else {
            throw ByteCodingError(.invalidLength, "one character is left over, which holds no byte")
        }
        let values = values.span
        let whole = text.count - rest
        return try [UInt8](capacity: text.count / 4 * 3 + 2) { bytes throws(ByteCodingError) in
            for index in stride(from: 0, to: whole, by: 4) {
                let first = values[Int(text[index])]
                let second = values[Int(text[index + 1])]
                let third = values[Int(text[index + 2])]
                let fourth = values[Int(text[index + 3])]
                guard (first | second | third | fourth) < 0x40 else { throw foreignCharacter(in: text, from: index) }
                bytes.append(first << 2 | second >> 4)
                bytes.append(second << 4 | third >> 2)
                bytes.append(third << 6 | fourth)
            }
            guard rest > 0 else { return }
            let first = values[Int(text[whole])]
            let second = values[Int(text[whole + 1])]
            let third = rest == 3 ? values[Int(text[whole + 2])] : 0
            guard (first | second | third) < 0x40 else { throw foreignCharacter(in: text, from: whole) }
            let leftOver = rest == 3 ? third & 0x03 : second & 0x0f
            guard isLenient || leftOver == 0 else {
                throw ByteCodingError(.nonCanonical, "bits are left over after the last byte", at: text.count - 1)
            }
            bytes.append(first << 2 | second >> 4)
            if rest == 3 { bytes.append(second << 4 | third >> 2) }
        }
    }

    private func foreignCharacter(in text: Span<UInt8>, from start: Int) -> ByteCodingError {
        let offset = (start..<text.count).first { values[Int(text[$0])] == Self.foreign }
        return ByteCodingError(.invalidCharacter, "a character is not of the alphabet", at: offset)
    }
}
