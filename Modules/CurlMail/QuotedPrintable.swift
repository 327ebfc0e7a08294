internal import ByteCoding

/// Text on lines of 76 characters at most, all of them ASCII (RFC 2045 §6.7).
enum QuotedPrintable {
    private static let longestLine = 76

    /// Encodes a text; each of its line ends becomes CRLF.
    static func encode(_ text: String) -> String {
        var result = ""
        var line = ""
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            let next = bytes.indices.contains(index + 1) ? bytes[index + 1] : nil
            if byte == UInt8(ascii: "\r"), next == UInt8(ascii: "\n") { continue }
            if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") {
                result += line + "\r\n"
                line = ""
                continue
            }
            let endsLine = next.map { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") } ?? true
            let piece = encode(byte, endsLine: endsLine)
            // One place is kept for the sign that the line goes on.
            if line.utf8.count + piece.utf8.count > longestLine - 1 {
                result += line + "=\r\n"
                line = ""
            }
            line += piece
        }
        return result + line
    }

    /// White space is kept, but not at the end of a line, where servers may take it away.
    private static func encode(_ byte: UInt8, endsLine: Bool) -> String {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"): endsLine ? escaped(byte) : String(UnicodeScalar(byte))
        case UInt8(ascii: "="): escaped(byte)
        case 0x21...0x7e: String(UnicodeScalar(byte))
        default: escaped(byte)
        }
    }

    private static func escaped(_ byte: UInt8) -> String {
        "=" + Hex.encode([byte]).uppercased()
    }
}
