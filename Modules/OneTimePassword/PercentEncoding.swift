/// Percent-encoding of text in a URI (RFC 3986 §2.1), as strict as it is written there.
enum PercentEncoding {
    /// Where in a URI some text stands.
    enum Place {
        /// One segment of the path.
        case segment
        /// The name or the value of a parameter.
        case query
    }

    /// Writes `text` with all but the unreserved characters encoded, a space as `%20`.
    static func encode(_ text: String) -> String {
        let hexDigits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count * 3)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 0x0f)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Appends the bytes that `text` stands for, at most as many as it has.
    ///
    /// - Parameters:
    ///   - text: A part of a URI, without the characters that part it from the next.
    ///   - place: Where it stands.
    ///   - output: What takes the bytes.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/malformedURI`` for a character that may not
    ///   stand there, or a percent sign without two hexadecimal digits.
    static func decode(
        _ text: Span<UInt8>,
        in place: Place,
        into output: inout OutputSpan<UInt8>
    ) throws(OneTimePasswordError) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < text.count, let high = value(text[index + 1]), let low = value(text[index + 2]) else {
                    throw OneTimePasswordError(.malformedURI, "a percent sign without two hexadecimal digits")
                }
                output.append(high << 4 | low)
                index += 3
            } else {
                guard isUnreserved(byte) || isPlain(byte, in: place) else {
                    throw OneTimePasswordError(.malformedURI, "a character that a URI has to encode")
                }
                output.append(byte)
                index += 1
            }
        }
    }

    /// Reads the text that `text` stands for.
    ///
    /// - Parameters:
    ///   - text: A part of a URI.
    ///   - place: Where it stands.
    /// - Returns: The text.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/malformedURI``, also for bytes that are not UTF-8.
    static func decode(_ text: Span<UInt8>, in place: Place) throws(OneTimePasswordError) -> String {
        let bytes = try [UInt8](capacity: text.count) { output throws(OneTimePasswordError) in
            try decode(text, in: place, into: &output)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw OneTimePasswordError(.malformedURI, "encoded bytes are not UTF-8")
        }
        return decoded
    }

    private static let delimiters = Set("!$&'()*+,;=:@".utf8)

    /// Whether a character that is not unreserved may stand for itself (RFC 3986 §3.3 and §3.4); `&` and `=` have parted
    /// the parameters of a query before it comes to this.
    private static func isPlain(_ byte: UInt8, in place: Place) -> Bool {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "?"): place == .query
        default: delimiters.contains(byte)
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
