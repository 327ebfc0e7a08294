internal import CognitoWire

/// What the values of each type look like.
extension AttributeSchema {
    /// What is wrong with a value; `nil` if nothing is.
    ///
    /// An empty text removes an attribute, whatever its type.
    static func complaint(about value: String, for attribute: SchemaAttributeType) -> String? {
        switch attribute.attributeDataType {
        case .boolean:
            value.isEmpty || value == "true" || value == "false" ? nil : "Attribute must be a boolean"
        case .number:
            value.isEmpty ? nil : complaint(aboutNumber: value, attribute.numberAttributeConstraints)
        case .dateTime:
            value.isEmpty || isDateTime(value) ? nil : "Attribute must be a date and time"
        default:
            complaint(aboutText: value, attribute.stringAttributeConstraints)
        }
    }

    private static func complaint(aboutText value: String, _ limits: StringAttributeConstraintsType?) -> String? {
        let count = value.unicodeScalars.count
        if let least = limits?.minLength.flatMap({ Int($0) }), count < least {
            return "Attribute must have at least \(least) characters"
        }
        let most = limits?.maxLength.flatMap { Int($0) } ?? greatestLength
        return count > most ? "Attribute must have at most \(most) characters" : nil
    }

    private static func complaint(aboutNumber value: String, _ limits: NumberAttributeConstraintsType?) -> String? {
        guard let number = number(value) else { return "Attribute must be a number" }
        if let least = limits?.minValue.flatMap({ Self.number($0) }), number < least {
            return "Attribute must be at least \(limits?.minValue ?? "")"
        }
        if let most = limits?.maxValue.flatMap({ Self.number($0) }), number > most {
            return "Attribute must be at most \(limits?.maxValue ?? "")"
        }
        return nil
    }

    /// The longest text that an attribute takes, and the longest that a schema may allow for.
    static var greatestLength: Int { 2048 }

    /// Digits, with a sign before them and a fraction behind them at most.
    static func number(_ text: String) -> Double? {
        let digits = (text.hasPrefix("-") ? text.dropFirst() : text[...])
            .utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard digits.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }), let number = Double(text),
            number.isFinite
        else { return nil }
        return number
    }

    /// Seconds or milliseconds since 1970, or a date of ISO 8601 with or without a time.
    private static func isDateTime(_ text: String) -> Bool {
        if text.utf8.allSatisfy(isDigit) { return (1...19).contains(text.utf8.count) }
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let date = parts.first, matches(date, "0000-00-00") else { return false }
        guard let time = parts.dropFirst().first else { return true }
        let clock = time.prefix { $0 != "Z" && $0 != "+" && $0 != "-" && $0 != "." }
        guard matches(clock, "00:00:00") || matches(clock, "00:00") else { return false }
        var rest = time.dropFirst(clock.count)
        if rest.first == "." {
            let fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            guard !fraction.isEmpty else { return false }
            rest = rest.dropFirst(1 + fraction.count)
        }
        return rest.isEmpty || rest == "Z" || ["+00:00", "-00:00", "+0000", "-0000"].contains { matches(rest, $0) }
    }

    /// Whether a text has a digit wherever the form has a `0`, and is the same elsewhere.
    private static func matches(_ text: Substring, _ form: String) -> Bool {
        text.utf8.count == form.utf8.count
            && zip(text.utf8, form.utf8).allSatisfy { $1 == UInt8(ascii: "0") ? isDigit($0) : $0 == $1 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
