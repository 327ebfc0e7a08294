import ByteCoding
import Testing

@Suite("Hexadecimal text") struct HexTests {
    @Test("writes lower case and reads either", arguments: [[], [0], [0xff, 0x0a, 0x90], Array(0...255)] as [[UInt8]])
    func roundTrip(bytes: [UInt8]) throws {
        let text = Hex.encode(bytes)
        #expect(text == text.lowercased() && text.utf8.count == bytes.count * 2)
        #expect(try Hex.decode(text) == bytes)
        #expect(try Hex.decode(text.uppercased()) == bytes)
    }

    @Test(
        "refuses what is not pairs of digits",
        arguments: [
            ("0", .invalidLength), ("abc", .invalidLength), ("0g", .invalidCharacter), ("g0", .invalidCharacter),
            ("0x", .invalidCharacter), (" 0", .invalidCharacter), ("-1", .invalidCharacter), ("/0", .invalidCharacter),
            (":0", .invalidCharacter), ("@0", .invalidCharacter), ("`0", .invalidCharacter),
            ("\0\0", .invalidCharacter),
            ("\u{ff10}0", .invalidCharacter), ("00\n0", .invalidCharacter),
        ] as [(String, ByteCodingError.Code)]
    )
    func refused(text: String, code: ByteCodingError.Code) {
        let error = #expect(throws: ByteCodingError.self) { try Hex.decode(text) }
        #expect(error?.code == code)
    }
}
