import ByteCoding
import CryptoPrimitives
import OneTimePassword
import Testing

@Suite("One-time password secret") struct OneTimePasswordSecretTests {
    @Test("what people type is read or refused as the vectors say", arguments: TOTPFile.parsing)
    func lenient(row: TOTPFile.Parsing) throws {
        guard row.ok else {
            let error = #expect(throws: OneTimePasswordError.self) {
                try OneTimePasswordSecret(base32: row.text, reading: .lenient)
            }
            #expect(error?.code == .invalidSecret)
            return
        }
        let secret = try OneTimePasswordSecret(base32: row.text, reading: .lenient)
        #expect(secret.base32.text == publishedSecretBase32)
        #expect(secret.bytes.text == "12345678901234567890")
    }

    @Test(
        "hyphens, padding and both cases are let pass only by the lenient reading",
        arguments: [
            "gezdgnbvgy3tqojqgezdgnbvgy3tqojq", "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
            "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ", " gezdGNBV--GY3TQOJQGEZDGNBV GY3TQOJQ  ",
        ]
    )
    func separators(text: String) throws {
        #expect(try OneTimePasswordSecret(base32: text, reading: .lenient).base32.text == publishedSecretBase32)
        refuses(text, .strict)
    }

    @Test("what is written is read strictly, for every length")
    func roundTrip() throws {
        #expect(try OneTimePasswordSecret(base32: publishedSecretBase32).bytes.text == "12345678901234567890")
        for count in OneTimePasswordSecret.byteCounts {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ count) }
            let written = try OneTimePasswordSecret(SecretBytes(bytes)).base32
            #expect(written.text == Base32.encode(bytes))
            #expect(ConstantTime.areEqual(try OneTimePasswordSecret(base32: written).bytes, SecretBytes(bytes)))
        }
    }

    @Test("padding is read leniently where it fills a group, and refused where it does not")
    func padding() throws {
        let padded = "MFRGGZDFMZTWQ2LKNM======" // "abcdefghijk"
        #expect(try OneTimePasswordSecret(base32: padded, reading: .lenient).bytes.text == "abcdefghijk")
        refuses(padded, .strict)
        refuses(String(padded.dropLast()), .lenient)
    }

    @Test(
        "what is no secret is refused by both readings",
        arguments: [
            "GEZDGNBVGY3TQOJ0GEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJ8GEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJ\u{130}", "MY",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\0", "GEZDGNBVGY3TQOJ\u{212a}",
            "GEZDGNBVGY3TQOJQ\u{a0}GEZDGNBVGY3TQOJQ", "========", String(repeating: "A", count: 15),
            String(repeating: "A", count: 208), String(repeating: "A", count: 100_000),
            "MFRGGZDFMZTWQ2LKNN",
        ]
    )
    func refused(text: String) {
        refuses(text, .strict)
        refuses(text, .lenient)
    }

    @Test("separators without end are refused")
    func endlessSeparators() {
        refuses(publishedSecretBase32 + String(repeating: " ", count: 1_000), .lenient)
    }

    @Test("a secret has 10 to 128 bytes", arguments: [0, 1, 9, 129, 4096])
    func length(count: Int) {
        let read = #expect(throws: OneTimePasswordError.self) {
            try OneTimePasswordSecret(SecretBytes([UInt8](repeating: 1, count: count)))
        }
        #expect(read?.code == .invalidSecret)
        let made = #expect(throws: OneTimePasswordError.self) { try OneTimePasswordSecret.make(byteCount: count) }
        #expect(made?.code == .invalidSecret)
    }

    @Test("a made secret is what the source of randomness gave, 20 bytes if not asked for another length")
    func made() throws {
        let source = RandomBytes { output throws(CryptoError) in
            while !output.isFull { output.append(UInt8(ascii: "x")) }
        }
        #expect(try OneTimePasswordSecret.make(random: source).bytes.text == String(repeating: "x", count: 20))
        #expect(try OneTimePasswordSecret.make(byteCount: 32, random: source).base32.text.utf8.count == 52)
        let first = try OneTimePasswordSecret.make().bytes
        #expect(!ConstantTime.areEqual(first, try OneTimePasswordSecret.make().bytes))
    }

    @Test("without randomness there is no secret")
    func noRandomness() {
        let broken = RandomBytes { _ throws(CryptoError) in throw CryptoError(.randomnessUnavailable, "broken") }
        let error = #expect(throws: OneTimePasswordError.self) { try OneTimePasswordSecret.make(random: broken) }
        #expect(error?.code == .noRandomness)
    }

    @Test("neither secrets nor what holds them, nor errors, print anything of them")
    func redacted() throws {
        let secret = try publishedSecret()
        let totp = TOTP(secret)
        let uri = try OTPAuthURI(issuer: "Example", account: "carol", totp: totp)
        var printed = ""
        dump((secret, totp, HOTP(secret), TOTPVerifier(totp), uri, secret.base32, uri.text), to: &printed)
        printed += "\(secret) \(totp) \(HOTP(secret)) \(TOTPVerifier(totp)) \(uri)"
        printed += String(reflecting: secret) + String(reflecting: totp) + String(reflecting: uri)
        for text in ["\(publishedSecretBase32)1", "\(publishedSecretBase32)!"] {
            let error = #expect(throws: OneTimePasswordError.self) { try OneTimePasswordSecret(base32: text) }
            printed += "\(String(describing: error))"
        }
        for leak in ["GEZDGNBV", "12345678", "3132333435", "carol"] {
            #expect(!printed.contains(leak))
        }
    }

    private func refuses(_ text: String, _ reading: OneTimePasswordSecret.Reading) {
        let error = #expect(throws: OneTimePasswordError.self) {
            try OneTimePasswordSecret(base32: text, reading: reading)
        }
        #expect(error?.code == .invalidSecret, "\(text.prefix(40))")
    }
}
