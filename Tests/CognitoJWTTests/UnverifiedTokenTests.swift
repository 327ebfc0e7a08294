import ByteCoding
import CognitoJWT
import Testing

/// A token with any three parts.
private func token(_ header: String, _ payload: String, signature: String = "c2ln") -> String {
    "\(Base64URL.encode(Array(header.utf8))).\(Base64URL.encode(Array(payload.utf8))).\(signature)"
}

@Suite("Unverified tokens") struct UnverifiedTokenTests {
    @Test("the example of RFC 7515 A.2")
    func rfc7515() throws {
        let read = try UnverifiedToken(
            "eyJhbGciOiJSUzI1NiJ9"
                + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.AA"
        )
        #expect(read.header["alg"]?.string == "RS256")
        #expect(read.payload["iss"]?.string == "joe")
        #expect(read.payload["exp"]?.number?.unixTime == UnixTime(seconds: 1_300_819_380))
        #expect(read.payload["http://example.com/is_root"]?.bool == true)
        #expect(read.signature == [0])
    }

    @Test(
        "what is no token",
        arguments: [
            ("", JWTError.Code.malformed), ("a.b", .malformed), ("a.b.c.d", .malformed), ("e30.e30", .malformed),
            ("e30=.e30.AA", .malformed), ("e31.e30.AA", .malformed), ("e30.e30.A", .malformed),
            ("e30.e3+.AA", .malformed),
            ("e30 .e30.AA", .malformed), ("e30.e30.AA\n", .malformed), ("e３0.e30.AA", .malformed),
            (token("[]", "{}"), .malformed), (token("", "{}"), .malformed),
            (token("{}", "7"), .malformed),
            (token("{\"alg\":1,\"alg\":2}", "{}"), .malformed),
            (token("{}", "{\"a\":1,\"\\u0061\":2}"), .malformed),
            (token("{}", "\u{FEFF}{}"), .malformed), (token("{}", "{\"a\":\"\\ud800\"}"), .malformed),
            (token("{\"a\":\"\(String(repeating: "x", count: 2048))\"}", "{}"), .tooLarge),
            (String(repeating: "A", count: 16_385), .tooLarge),
        ]
    )
    func refused(text: String, code: JWTError.Code) {
        let error = #expect(throws: JWTError.self) { try UnverifiedToken(text) }
        #expect(error?.code == code)
    }

    @Test("a text of 100 MB is refused like any other that is too long")
    func huge() {
        let text = String(decoding: [UInt8](repeating: 0x41, count: 100_000_000), as: UTF8.self)
        let error = #expect(throws: JWTError.self) { try UnverifiedToken(text) }
        #expect(error?.code == .tooLarge)
    }

    @Test("prints nothing of what it holds")
    func redacted() throws {
        let read = try UnverifiedToken(token("{\"alg\":\"RS256\"}", "{\"email\":\"canary\"}"))
        var dumped = ""
        dump(read, to: &dumped)
        #expect(!"\(read) \(dumped)".contains("canary"))
    }
}
