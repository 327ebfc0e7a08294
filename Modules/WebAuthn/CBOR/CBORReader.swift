/// Reads CBOR from strangers: one pass, bounded, and only the canonical form of CTAP2 (FIDO CTAP 2.1 §8).
///
/// Each value has exactly one text: lengths are definite, numbers and lengths are as short as they can be, and the keys of a
/// map stand in order, so that none stands twice. Floats, tags, `undefined` and other simple values are refused.
package struct CBORReader: Sendable {
    private let maximumByteCount: Int
    private let maximumDepth: Int
    private let maximumItemCount: Int

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - maximumByteCount: The most bytes to look at.
    ///   - maximumDepth: How many arrays and maps may stand inside each other. CTAP2 writes four at most; a compound
    ///     attestation adds one.
    ///   - maximumItemCount: How many values there may be altogether, keys included.
    package init(maximumByteCount: Int = 65_536, maximumDepth: Int = 6, maximumItemCount: Int = 512) {
        self.maximumByteCount = maximumByteCount
        self.maximumDepth = min(maximumDepth, 64)
        self.maximumItemCount = maximumItemCount
    }

    /// Reads one value and nothing after it.
    ///
    /// - Parameter bytes: The whole encoding.
    /// - Returns: The value.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/malformed`` or ``WebAuthnError/Code/tooLarge``.
    package func read(_ bytes: Span<UInt8>) throws(WebAuthnError) -> CBORValue {
        let (value, byteCount) = try readFirst(bytes)
        guard byteCount == bytes.count else { throw WebAuthnError(.malformed, "CBOR with bytes after its value") }
        return value
    }

    /// Reads one value and nothing after it.
    ///
    /// - Parameter bytes: The whole encoding.
    /// - Returns: The value.
    /// - Throws: ``WebAuthnError`` as for a span.
    package func read(_ bytes: [UInt8]) throws(WebAuthnError) -> CBORValue {
        try read(bytes.span)
    }

    /// Reads the value that stands first.
    ///
    /// - Parameter bytes: One encoding, and perhaps something else after it.
    /// - Returns: The value, and how many bytes it takes.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/malformed`` or ``WebAuthnError/Code/tooLarge``.
    package func readFirst(_ bytes: Span<UInt8>) throws(WebAuthnError) -> (value: CBORValue, byteCount: Int) {
        guard bytes.count <= maximumByteCount else {
            throw WebAuthnError(.tooLarge, "more than \(maximumByteCount) bytes of CBOR")
        }
        var parser = CBORParser(itemsLeft: maximumItemCount)
        let value = try parser.value(bytes, depthLeft: maximumDepth)
        return (value, parser.offset)
    }
}

/// One pass over one input.
private struct CBORParser {
    private(set) var offset = 0
    private var itemsLeft: Int

    init(itemsLeft: Int) {
        self.itemsLeft = itemsLeft
    }

    mutating func value(_ input: Span<UInt8>, depthLeft: Int) throws(WebAuthnError) -> CBORValue {
        guard itemsLeft > 0 else { throw WebAuthnError(.tooLarge, "too many values in CBOR") }
        itemsLeft -= 1
        let first = try byte(input)
        guard first >> 5 < 6 else { return try simple(first) }
        let argument = try argument(input, first: first)
        switch first >> 5 {
        case 0: return .unsigned(argument)
        case 1: return .negative(argument)
        case 2: return .bytes(try bytes(input, count: argument))
        case 3: return .text(try text(input, byteCount: argument))
        case 4: return .array(try elements(input, count: argument, depthLeft: depthLeft))
        default: return .map(try members(input, count: argument, depthLeft: depthLeft))
        }
    }

    private func simple(_ first: UInt8) throws(WebAuthnError) -> CBORValue {
        switch first {
        case 0xf4: .bool(false)
        case 0xf5: .bool(true)
        case 0xf6: .null
        default:
            throw WebAuthnError(.malformed, "CBOR with a float, a tag or another value that authenticators never write")
        }
    }

    /// The number in or after the first byte, in its shortest form.
    private mutating func argument(_ input: Span<UInt8>, first: UInt8) throws(WebAuthnError) -> UInt64 {
        let short = first & 0x1f
        guard short >= 24 else { return UInt64(short) }
        guard short <= 27 else {
            throw WebAuthnError(.malformed, "CBOR of indefinite length, or with a reserved length")
        }
        let byteCount = 1 << Int(short - 24)
        var value: UInt64 = 0
        for _ in 0..<byteCount { value = value << 8 | UInt64(try byte(input)) }
        let least: UInt64 = byteCount == 1 ? 24 : 1 << UInt64(byteCount * 4)
        guard value >= least else {
            throw WebAuthnError(.malformed, "CBOR with a number that is not in its shortest form")
        }
        return value
    }

    private mutating func byte(_ input: Span<UInt8>) throws(WebAuthnError) -> UInt8 {
        guard offset < input.count else { throw Self.truncated }
        defer { offset += 1 }
        return input[offset]
    }

    private mutating func bytes(_ input: Span<UInt8>, count: UInt64) throws(WebAuthnError) -> [UInt8] {
        guard let count = Int(exactly: count), count <= input.count - offset else { throw Self.truncated }
        let start = offset
        offset += count
        return [UInt8](capacity: count) { output in
            for index in start..<(start + count) { output.append(input[index]) }
        }
    }

    private mutating func text(_ input: Span<UInt8>, byteCount: UInt64) throws(WebAuthnError) -> String {
        let bytes = try bytes(input, count: byteCount)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw WebAuthnError(.malformed, "CBOR with a text that is not UTF-8")
        }
        return text
    }

    private mutating func elements(
        _ input: Span<UInt8>,
        count: UInt64,
        depthLeft: Int
    ) throws(WebAuthnError) -> [CBORValue] {
        let count = try self.count(count, depthLeft: depthLeft)
        var elements: [CBORValue] = []
        for _ in 0..<count { elements.append(try value(input, depthLeft: depthLeft - 1)) }
        return elements
    }

    private mutating func members(_ input: Span<UInt8>, count: UInt64, depthLeft: Int) throws(WebAuthnError) -> CBORMap
    {
        let count = try self.count(count, depthLeft: depthLeft)
        var members: [CBORMap.Member] = []
        var last: Range<Int>?
        for _ in 0..<count {
            let start = offset
            let key = try value(input, depthLeft: 0)
            guard key.text != nil || key.isInteger else {
                throw WebAuthnError(.malformed, "CBOR with a key that is neither a number nor a text")
            }
            let range = start..<offset
            if let last, !Self.isBefore(input.extracting(last), input.extracting(range)) {
                throw WebAuthnError(.malformed, "CBOR with keys that stand twice or out of order")
            }
            last = range
            members.append(CBORMap.Member(key: key, value: try value(input, depthLeft: depthLeft - 1)))
        }
        return CBORMap(members)
    }

    /// A count of elements or pairs; nothing is reserved for it, so that a claim costs nothing.
    private func count(_ count: UInt64, depthLeft: Int) throws(WebAuthnError) -> Int {
        guard depthLeft > 0 else { throw WebAuthnError(.tooLarge, "CBOR that is nested too deep") }
        guard let count = Int(exactly: count), count <= itemsLeft else {
            throw WebAuthnError(.tooLarge, "too many values in CBOR")
        }
        return count
    }

    /// The order of encoded keys: by kind, then by length, then byte for byte.
    private static func isBefore(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
        let kinds = (first[0] >> 5, second[0] >> 5)
        guard kinds.0 == kinds.1 else { return kinds.0 < kinds.1 }
        guard first.count == second.count else { return first.count < second.count }
        for index in first.indices where first[index] != second[index] { return first[index] < second[index] }
        return false
    }

    private static let truncated = WebAuthnError(.malformed, "CBOR that ends too early")
}

extension CBORValue {
    fileprivate var isInteger: Bool {
        switch self {
        case .unsigned, .negative: true
        default: false
        }
    }
}
