/// The state of one ``JSONReader`` run over text that is known to be UTF-8.
struct JSONParser {
    private var position = 0
    private var depthLeft: Int
    private var namesLeft: Int

    init(depthLeft: Int, namesLeft: Int) {
        self.depthLeft = depthLeft
        self.namesLeft = namesLeft
    }

    mutating func document(_ text: Span<UInt8>) throws(ByteCodingError) -> JSONValue {
        skipSpace(text)
        let value = try value(text)
        skipSpace(text)
        guard position == text.count else { throw malformed("something follows the value") }
        return value
    }

    private mutating func value(_ text: Span<UInt8>) throws(ByteCodingError) -> JSONValue {
        guard let character = peek(text) else { throw malformed("a value is expected") }
        return switch character {
        case UInt8(ascii: "{"): .object(try object(text))
        case UInt8(ascii: "["): .array(try array(text))
        case UInt8(ascii: "\""): .string(try string(text))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number(try number(text))
        case UInt8(ascii: "t"): try word("true", .bool(true), text)
        case UInt8(ascii: "f"): try word("false", .bool(false), text)
        case UInt8(ascii: "n"): try word("null", .null, text)
        default: throw malformed("a value is expected")
        }
    }

    private mutating func object(_ text: Span<UInt8>) throws(ByteCodingError) -> JSONObject {
        try enter()
        defer { depthLeft += 1 }
        var members: [JSONObject.Member] = []
        var names = NameSet()
        skipSpace(text)
        if take(UInt8(ascii: "}"), text) { return JSONObject(members: members) }
        while true {
            let start = position
            guard peek(text) == UInt8(ascii: "\"") else { throw malformed("a name is expected") }
            guard namesLeft > 0 else { throw ByteCodingError(.limitExceeded, "too many names in JSON", at: start) }
            namesLeft -= 1
            let name = try string(text)
            guard names.insert(name, besides: members) else {
                throw ByteCodingError(.duplicateName, "a name stands twice in one object", at: start)
            }
            skipSpace(text)
            guard take(UInt8(ascii: ":"), text) else { throw malformed("a colon is expected") }
            skipSpace(text)
            members.append(.init(name: name, value: try value(text)))
            skipSpace(text)
            if take(UInt8(ascii: "}"), text) { return JSONObject(members: members) }
            guard take(UInt8(ascii: ","), text) else { throw malformed("a comma or the object's end is expected") }
            skipSpace(text)
        }
    }

    private mutating func array(_ text: Span<UInt8>) throws(ByteCodingError) -> [JSONValue] {
        try enter()
        defer { depthLeft += 1 }
        var elements: [JSONValue] = []
        skipSpace(text)
        if take(UInt8(ascii: "]"), text) { return elements }
        while true {
            elements.append(try value(text))
            skipSpace(text)
            if take(UInt8(ascii: "]"), text) { return elements }
            guard take(UInt8(ascii: ","), text) else { throw malformed("a comma or the array's end is expected") }
            skipSpace(text)
        }
    }

    /// Passes the bracket that opens an array or object.
    private mutating func enter() throws(ByteCodingError) {
        guard depthLeft > 0 else { throw ByteCodingError(.limitExceeded, "JSON is nested too deeply", at: position) }
        depthLeft -= 1
        position += 1
    }

    private mutating func word(
        _ word: StaticString,
        _ value: JSONValue,
        _ text: Span<UInt8>
    ) throws(ByteCodingError) -> JSONValue {
        let start = position
        for character in word.description.utf8 {
            guard take(character, text) else {
                position = start
                throw malformed("a value is expected")
            }
        }
        return value
    }

    private mutating func number(_ text: Span<UInt8>) throws(ByteCodingError) -> JSONNumber {
        let start = position
        _ = take(UInt8(ascii: "-"), text)
        if !take(UInt8(ascii: "0"), text) { try digits(text) }
        if take(UInt8(ascii: "."), text) { try digits(text) }
        if take(UInt8(ascii: "e"), text) || take(UInt8(ascii: "E"), text) {
            if !take(UInt8(ascii: "+"), text) { _ = take(UInt8(ascii: "-"), text) }
            try digits(text)
        }
        return JSONNumber(validated: try copy(text, start..<position))
    }

    private mutating func digits(_ text: Span<UInt8>) throws(ByteCodingError) {
        let start = position
        while let character = peek(text), character &- UInt8(ascii: "0") < 10 { position += 1 }
        guard position > start else { throw malformed("a digit is expected") }
    }

    /// Reads a string from its opening quotation mark; the common kind, without escapes, is copied in one piece.
    private mutating func string(_ text: Span<UInt8>) throws(ByteCodingError) -> String {
        position += 1
        let start = position
        skipPlain(text)
        if peek(text) == UInt8(ascii: "\"") {
            position += 1
            return try copy(text, start..<(position - 1))
        }
        var bytes: [UInt8] = []
        append(text, start..<position, to: &bytes)
        while true {
            switch peek(text) {
            case UInt8(ascii: "\""):
                position += 1
                return try copy(bytes.span, 0..<bytes.count)
            case UInt8(ascii: "\\"):
                position += 1
                try escape(text, into: &bytes)
            case nil: throw malformed("a string does not end")
            default: throw malformed("a control character stands in a string")
            }
            let start = position
            skipPlain(text)
            append(text, start..<position, to: &bytes)
        }
    }

    private mutating func escape(_ text: Span<UInt8>, into bytes: inout [UInt8]) throws(ByteCodingError) {
        guard let character = peek(text) else { throw malformed("a string does not end") }
        let plain: UInt8
        switch character {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = character
        case UInt8(ascii: "b"): plain = 0x08
        case UInt8(ascii: "f"): plain = 0x0c
        case UInt8(ascii: "n"): plain = 0x0a
        case UInt8(ascii: "r"): plain = 0x0d
        case UInt8(ascii: "t"): plain = 0x09
        case UInt8(ascii: "u"):
            position += 1
            let scalar = try scalar(text)
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            return
        default: throw malformed("an escape is unknown")
        }
        position += 1
        bytes.append(plain)
    }

    /// Reads the digits of one `\u` escape, or of the two that make a surrogate pair.
    private mutating func scalar(_ text: Span<UInt8>) throws(ByteCodingError) -> Unicode.Scalar {
        let start = position
        let first = try codeUnit(text)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), take(UInt8(ascii: "\\"), text), take(UInt8(ascii: "u"), text) else {
            throw ByteCodingError(.malformedJSON, "an escape is half of a surrogate pair", at: start)
        }
        let second = try codeUnit(text)
        guard UTF16.isTrailSurrogate(second) else {
            throw ByteCodingError(.malformedJSON, "an escape is half of a surrogate pair", at: start)
        }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private mutating func codeUnit(_ text: Span<UInt8>) throws(ByteCodingError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let character = peek(text), let digit = Hex.value(character) else {
                throw malformed("four hexadecimal digits are expected")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    /// Passes what a string may hold as it is.
    private mutating func skipPlain(_ text: Span<UInt8>) {
        while let character = peek(text), character != UInt8(ascii: "\""), character != UInt8(ascii: "\\"),
            character >= 0x20
        {
            position += 1
        }
    }

    private mutating func skipSpace(_ text: Span<UInt8>) {
        while let character = peek(text),
            character == 0x20 || character == 0x0a || character == 0x0d || character == 0x09
        {
            position += 1
        }
    }

    private mutating func take(_ character: UInt8, _ text: Span<UInt8>) -> Bool {
        guard peek(text) == character else { return false }
        position += 1
        return true
    }

    private func peek(_ text: Span<UInt8>) -> UInt8? {
        position < text.count ? text[position] : nil
    }

    private func append(_ text: Span<UInt8>, _ range: Range<Int>, to bytes: inout [UInt8]) {
        for index in range { bytes.append(text[index]) }
    }

    private func copy(_ text: Span<UInt8>, _ range: Range<Int>) throws(ByteCodingError) -> String {
        do {
            return String(copying: try UTF8Span(validating: text.extracting(range)))
        } catch {
            throw ByteCodingError(.invalidUTF8, "not UTF-8", at: range.lowerBound)
        }
    }

    private func malformed(_ message: String) -> ByteCodingError {
        ByteCodingError(.malformedJSON, message, at: position)
    }
}

/// The names of one object so far, compared byte for byte: few are searched one by one, many by hash.
private struct NameSet {
    private static let fewest = 16

    private var hashed: Set<[UInt8]> = []

    /// Remembers `name`; false if `members` have it already.
    mutating func insert(_ name: String, besides members: [JSONObject.Member]) -> Bool {
        guard members.count >= Self.fewest else {
            return !members.contains { $0.name.hasSameBytes(as: name) }
        }
        if hashed.isEmpty { hashed = Set(members.map { Array($0.name.utf8) }) }
        return hashed.insert(Array(name.utf8)).inserted
    }
}
