extension JSONValue {
    /// The value as JSON on one line, without space between its parts.
    ///
    /// Members stand in their order and numbers as they were written, so that ``JSONReader`` reads the same value again.
    /// Quotation marks and backslashes are escaped as RFC 8259 §7 asks, and so are all control characters (those of
    /// U+007F to U+009F too, which terminals may obey) and the separators U+2028 and U+2029, which end lines in JavaScript.
    public var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    fileprivate func write(to text: inout String) {
        switch self {
        case .object(let object): object.write(to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text)
            }
            text += "]"
        case .string(let string): string.writeQuoted(to: &text)
        case .number(let number): text += number.text
        case .bool(let flag): text += flag ? "true" : "false"
        case .null: text += "null"
        }
    }
}

extension JSONObject {
    /// The object as JSON on one line, as ``JSONValue/text`` writes it.
    public var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    fileprivate func write(to text: inout String) {
        text += "{"
        for (index, member) in members.enumerated() {
            if index > 0 { text += "," }
            member.name.writeQuoted(to: &text)
            text += ":"
            member.value.write(to: &text)
        }
        text += "}"
    }
}

extension String {
    /// Writes a JSON string; the common kind, which needs no escape, in one piece.
    fileprivate func writeQuoted(to text: inout String) {
        text += "\""
        if utf8.contains(where: { $0.mayNeedEscape }) {
            for scalar in unicodeScalars { scalar.writeEscaped(to: &text) }
        } else {
            text += self
        }
        text += "\""
    }
}

extension UInt8 {
    /// Whether a character that needs an escape begins with this byte; others may begin with it too.
    fileprivate var mayNeedEscape: Bool {
        self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") || self == 0x7f || self == 0xc2
            || self == 0xe2
    }
}

extension Unicode.Scalar {
    fileprivate func writeEscaped(to text: inout String) {
        switch self {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\u{8}": text += "\\b"
        case "\t": text += "\\t"
        case "\n": text += "\\n"
        case "\u{c}": text += "\\f"
        case "\r": text += "\\r"
        case "\0"..<" ", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}":
            let digits = String(value, radix: 16)
            text += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        default: text.unicodeScalars.append(self)
        }
    }
}
