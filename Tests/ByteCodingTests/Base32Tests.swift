import ByteCoding
import Testing

@Suite("Base32 text") struct Base32Tests {
    @Test(
        "writes and reads RFC 4648 §10",
        arguments: [
            ("", ""), ("f", "MY======"), ("fo", "MZXQ===="), ("foo", "MZXW6==="), ("foob", "MZXW6YQ="),
            ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI======"),
        ]
    )
    func published(plain: String, padded: String) throws {
        let unpadded = padded.replacing("=", with: "")
        #expect(Base32.encode(Array(plain.utf8)) == unpadded)
        for text in [padded, unpadded, padded.lowercased()] {
            #expect(try Base32.decode(text) == Array(plain.utf8))
        }
    }

    @Test("every length and every byte comes back", arguments: 0...40)
    func roundTrip(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 41 &+ count &* 97) }
        #expect(try Base32.decode(Base32.encode(bytes)) == bytes)
        let text = Base32.encodeSecret(SecretBytes(bytes))
        #expect(
            text.withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
                == Base32.encode(bytes)
        )
        #expect(try Base32.decodeSecret(text).withBytes { Hex.encode($0) } == Hex.encode(bytes))
    }

    @Test("spaces are passed over only when asked for")
    func spaces() throws {
        let secret = Array("12345678901234567890".utf8)
        #expect(try Base32.decode("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", ignoringSpaces: true) == secret)
        let error = #expect(throws: ByteCodingError.self) { try Base32.decode("GEZD GNBV") }
        #expect(error?.code == .invalidLength || error?.code == .invalidCharacter)
    }

    @Test(
        "refuses what is no base32",
        arguments: [
            ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", .invalidCharacter), ("M!", .invalidCharacter),
            ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ", .nonCanonical), ("MZ", .nonCanonical), ("M", .invalidLength),
            ("MZX", .invalidLength), ("MZXW6Y", .invalidLength), ("MY=====", .invalidPadding),
            ("MY=", .invalidPadding), ("========", .invalidPadding), ("MY======MY======", .invalidCharacter),
            ("M\u{e9}", .invalidLength), ("GEZD-NBV", .invalidCharacter), ("MZXW6YTB========", .invalidPadding),
        ] as [(String, ByteCodingError.Code)]
    )
    func refused(text: String, code: ByteCodingError.Code) {
        let error = #expect(throws: ByteCodingError.self) { try Base32.decode(text) }
        #expect(error?.code == code)
        let secretError = #expect(throws: ByteCodingError.self) {
            try Base32.decodeSecret(SecretBytes(utf8: text))
        }
        #expect(secretError == error)
    }
}
