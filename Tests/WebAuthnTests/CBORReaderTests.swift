import ByteCoding
import Testing
import WebAuthn

@Suite("CBOR") struct CBORReaderTests {
    @Test("all examples of the RFC are there")
    func count() {
        #expect(CBORExamples.all.canonical.count == 37 && CBORExamples.all.other.count == 45)
    }

    @Test("canonical examples are read and written again", arguments: CBORExamples.all.canonical)
    func canonical(example: CBORExamples.Canonical) throws {
        let bytes = try Hex.decode(example.hex)
        let value = try CBORReader().read(bytes)
        #expect(value.diagnostic == example.diagnostic)
        #expect(value.encoded == bytes)
    }

    @Test("floats, tags, undefined and indefinite lengths are refused", arguments: CBORExamples.all.other)
    func other(hex: String) {
        refuse(hex, .malformed)
    }

    @Test(
        "what is not canonical, not whole or not text is refused",
        arguments: [
            ("", "nothing"),
            ("0001", "bytes after the value"),
            ("1817", "a number in two bytes that fits in one"),
            ("190018", "a number in three bytes that fits in two"),
            ("1a0000ffff", "a number in five bytes that fits in three"),
            ("1b00000000ffffffff", "a number in nine bytes that fits in five"),
            ("5800", "a length that is not the shortest"),
            ("18", "a number that ends early"),
            ("1bffffffffffffff", "a long number that ends early"),
            ("42ff", "bytes that end early"),
            ("5bffffffffffffffff00", "more bytes than there can be"),
            ("62c328", "a text that is not UTF-8"),
            ("63eda080", "a surrogate as text"),
            ("8201", "an array that ends early"),
            ("a101", "a map that ends early"),
            ("a201020103", "a number twice"),
            ("a2616101616102", "a text twice"),
            ("a203020104", "numbers out of order"),
            ("a220010102", "a negative number before a positive one"),
            ("a262616101616202", "a longer text before a shorter one"),
            ("a2616201616102", "texts out of order"),
            ("a2616101010a", "a text before a number"),
            ("a1410101", "bytes as key"),
            ("a1f501", "true as key"),
            ("1c", "a reserved length"),
            ("ff", "an end of nothing"),
        ]
    )
    func malformed(hex: String, why: String) {
        refuse(hex, .malformed)
    }

    @Test(
        "what is too deep or too much is refused",
        arguments: [
            String(repeating: "81", count: 7) + "00", String(repeating: "a100", count: 7) + "00",
            "9bffffffffffffffff", "bb7fffffffffffffff", "9a7fffffff", "a18000", "a1a000",
            "990201" + String(repeating: "00", count: 513),
        ]
    )
    func tooLarge(hex: String) {
        refuse(hex, .tooLarge)
    }

    @Test("limits are of the reader that has them")
    func limits() throws {
        let deep = try Hex.decode(String(repeating: "81", count: 6) + "00")
        #expect(throws: Never.self) { try CBORReader().read(deep) }
        #expect(throws: WebAuthnError.self) { try CBORReader(maximumDepth: 5).read(deep) }
        #expect(throws: WebAuthnError.self) { try CBORReader(maximumByteCount: 6).read(deep) }
        #expect(throws: Never.self) { try CBORReader(maximumItemCount: 7).read(deep) }
        #expect(throws: WebAuthnError.self) { try CBORReader(maximumItemCount: 6).read(deep) }
    }

    @Test("every beginning of a value is refused, and so is every value with a byte more")
    func prefixes() throws {
        let whole = CBORValue.map(
            CBORMap([
                .text("fmt"): .text("none"), .int(-257): .array([.bool(true), .null, .bytes([1, 2, 3])]),
                .int(70_000): .map(CBORMap([.int(1): .int(.min)])),
            ])
        ).encoded
        #expect(try CBORReader().read(whole).encoded == whole)
        for count in whole.indices { refuse(Hex.encode(Array(whole.prefix(count))), .malformed) }
        refuse(Hex.encode(whole + [0]), .malformed)
    }

    @Test("no input ends the process", arguments: 0..<64)
    func hostile(seed: UInt64) {
        var generator = SplitMix(state: seed)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            guard let value = try? CBORReader().read(bytes) else { continue }
            #expect(value.encoded == bytes)
        }
    }

    @Test("integers of all sizes come back", arguments: [Int64.min, -257, -7, -1, 0, 23, 24, 255, 256, .max])
    func integers(value: Int64) throws {
        #expect(try CBORReader().read(CBORValue.int(value).encoded).int == value)
    }

    private func refuse(_ hex: String, _ code: WebAuthnError.Code) {
        let error = #expect(throws: WebAuthnError.self, "\(hex)") { try CBORReader().read(Hex.decode(hex)) }
        #expect(error?.code == code, "\(hex)")
    }
}

/// A small generator, so that a failure can be run again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

extension CBORValue {
    /// The notation of RFC 8949 §8, as far as the examples need it.
    fileprivate var diagnostic: String {
        switch self {
        case .unsigned(let value): "\(value)"
        case .negative(.max): "-18446744073709551616"
        case .negative(let value): "-\(value + 1)"
        case .bytes(let bytes): "h'\(Hex.encode(bytes))'"
        case .text(let text):
            "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
        case .array(let elements): "[" + elements.map(\.diagnostic).joined(separator: ", ") + "]"
        case .map(let map):
            "{" + map.members.map { "\($0.key.diagnostic): \($0.value.diagnostic)" }.joined(separator: ", ") + "}"
        case .bool(let flag): "\(flag)"
        case .null: "null"
        }
    }
}
