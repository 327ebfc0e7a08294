import ByteCoding
import Testing

@Suite("Base64 text") struct Base64Tests {
    /// RFC 4648 §10.
    static let vectors: [(plain: String, padded: String)] = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test("both alphabets write and read RFC 4648 §10", arguments: vectors)
    func published(vector: (plain: String, padded: String)) throws {
        let bytes = Array(vector.plain.utf8)
        let unpadded = vector.padded.replacing("=", with: "")
        #expect(Base64.encode(bytes) == vector.padded)
        #expect(try Base64.decode(vector.padded) == bytes)
        #expect(Base64URL.encode(bytes) == unpadded)
        #expect(try Base64URL.decode(unpadded) == bytes)
        #expect(try Base64.decodeLeniently(vector.padded) == bytes)
        #expect(try Base64.decodeLeniently(unpadded) == bytes)
    }

    @Test("every length and every byte comes back", arguments: 0...70)
    func roundTrip(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count &* 101) }
        #expect(try Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(try Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }

    @Test("the alphabets differ in their last two characters")
    func alphabets() throws {
        #expect(Base64.encode([0xfb, 0xff, 0xbf]) == "+/+/")
        #expect(Base64URL.encode([0xfb, 0xff, 0xbf]) == "-_-_")
        #expect(try Base64.decodeLeniently("+_-/") == [0xfb, 0xff, 0xbf])
    }

    @Test(
        "standard base64 refuses all but one text for each value",
        arguments: [
            ("Zg", .invalidLength), ("Zg=", .invalidLength), ("Z", .invalidLength), ("Zg===", .invalidLength),
            ("Zh==", .nonCanonical), ("Zm9=", .nonCanonical), ("Z===", .invalidCharacter),
            ("====", .invalidCharacter), ("Zg==Zg==", .invalidCharacter), ("-_-_", .invalidCharacter),
            ("Zm9v\n===", .invalidCharacter), ("Zm 9", .invalidCharacter), ("Zm\u{e9}", .invalidCharacter),
            ("Zm\0v", .invalidCharacter),
        ] as [(String, ByteCodingError.Code)]
    )
    func refused(text: String, code: ByteCodingError.Code) {
        let error = #expect(throws: ByteCodingError.self) { try Base64.decode(text) }
        #expect(error?.code == code)
    }

    @Test(
        "base64url refuses all but one text for each value",
        arguments: [
            ("Zg==", .invalidCharacter), ("Zm8=", .invalidCharacter), ("Z", .invalidLength), ("Zm9vZ", .invalidLength),
            ("Zh", .nonCanonical), ("Zm9", .nonCanonical), ("QUJ", .nonCanonical), ("+/+/", .invalidCharacter),
            ("Zm 9", .invalidCharacter), ("Zm9v?", .invalidLength), ("Zm?v", .invalidCharacter),
            ("Zm9v\n", .invalidLength), ("Zm\u{80}", .invalidCharacter),
        ] as [(String, ByteCodingError.Code)]
    )
    func refusedURL(text: String, code: ByteCodingError.Code) {
        let error = #expect(throws: ByteCodingError.self) { try Base64URL.decode(text) }
        #expect(error?.code == code)
    }

    @Test(
        "the lenient reader still refuses what is no base64 at all",
        arguments: [
            ("Zg=", .invalidPadding), ("Zm9v==", .invalidPadding), ("Z", .invalidLength), ("Z===", .invalidCharacter),
            ("Zm9v\n", .invalidLength), (" Zg=", .invalidCharacter), ("Zm?v", .invalidCharacter),
            ("Z=g=", .invalidCharacter),
        ] as [(String, ByteCodingError.Code)]
    )
    func refusedLeniently(text: String, code: ByteCodingError.Code) {
        let error = #expect(throws: ByteCodingError.self) { try Base64.decodeLeniently(text) }
        #expect(error?.code == code)
    }

    @Test("the lenient reader takes a UUID and drops bits left over")
    func uuid() throws {
        #expect(try Base64.decodeLeniently("12345678-1234-4321-8765-123456789abc").count == 27)
        #expect(try Base64.decodeLeniently("Zh") == Array("f".utf8))
    }

    @Test("an error says where the foreign character is")
    func offset() {
        let error = #expect(throws: ByteCodingError.self) { try Base64URL.decode("AAAAAA!A") }
        #expect(error?.offset == 6)
    }
}
