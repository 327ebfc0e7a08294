internal import ByteCoding

/// Percent-encoding, as the values of a query have it (RFC 3986 §2.1).
enum PercentText {
    /// Writes a text: all but unreserved characters (§2.3) encoded.
    static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            isUnreserved(byte) ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }

    /// Reads a text; `nil` if an escape is broken or the bytes are not UTF-8.
    static func decode(_ text: Substring) -> String? {
        var rest = text.utf8[...]
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
                continue
            }
            guard let decoded = try? Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self)), decoded.count == 1
            else { return nil }
            bytes += decoded
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }
}
