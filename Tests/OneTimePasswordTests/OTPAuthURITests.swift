import ByteCoding
import OneTimePassword
import Testing

@Suite("otpauth URI") struct OTPAuthURITests {
    @Test(
        "issuer and account are percent-encoded, all but the unreserved characters",
        arguments: [
            ("Example", "carol", "Example:carol", "Example"),
            ("Example Inc.", "carol@example.com", "Example%20Inc.:carol%40example.com", "Example%20Inc."),
            (
                "A&B=C?D#E/F%G+H", "a&secret=B", "A%26B%3DC%3FD%23E%2FF%25G%2BH:a%26secret%3DB",
                "A%26B%3DC%3FD%23E%2FF%25G%2BH"
            ),
            ("Zürich", "渡辺", "Z%C3%BCrich:%E6%B8%A1%E8%BE%BA", "Z%C3%BCrich"),
            ("👩‍🚀", "a:b", "%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80:a%3Ab", "%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80"),
            ("-._~", "!*'();", "-._~:%21%2A%27%28%29%3B", "-._~"),
        ]
    )
    func written(issuer: String, account: String, label: String, parameter: String) throws {
        let uri = try OTPAuthURI(issuer: issuer, account: account, totp: TOTP(publishedSecret()))
        let expected = "otpauth://totp/\(label)?secret=\(publishedSecretBase32)&issuer=\(parameter)"
        #expect(uri.text.text == expected)
        try expectRoundTrip(uri)
    }

    @Test("without an issuer the account stands alone")
    func noIssuer() throws {
        let uri = try OTPAuthURI(issuer: nil, account: "carol", totp: TOTP(publishedSecret()))
        #expect(uri.text.text == "otpauth://totp/carol?secret=\(publishedSecretBase32)")
        try expectRoundTrip(uri)
    }

    @Test("length and period are written where they are not the usual ones")
    func parameters() throws {
        let totp = try TOTP(publishedSecret(), digits: .eight, period: 60)
        let uri = try OTPAuthURI(issuer: "Example", account: "carol", totp: totp)
        #expect(uri.text.text.hasSuffix("&issuer=Example&digits=8&period=60"))
        try expectRoundTrip(uri)
    }

    @Test("scalars of every block come back byte by byte, also those that combine")
    func anyUnicode() throws {
        let refused: Set<Unicode.GeneralCategory> = [.control, .lineSeparator, .paragraphSeparator]
        var scalars: [Unicode.Scalar] = []
        for value in 0x20..<0x11_0000 as Range<UInt32> where value < 0x500 || value.isMultiple(of: 61) {
            guard let scalar = Unicode.Scalar(value), scalar != ":" else { continue }
            if !refused.contains(scalar.properties.generalCategory) { scalars.append(scalar) }
        }
        var texts = [""]
        for scalar in scalars {
            if texts[texts.count - 1].utf8.count > 400 { texts.append("") }
            texts[texts.count - 1].unicodeScalars.append(scalar)
        }
        #expect(texts.count > 100)
        for text in texts {
            try expectRoundTrip(OTPAuthURI(issuer: text, account: "x\(text):", totp: TOTP(publishedSecret())))
        }
    }

    @Test("the longest names are written and read")
    func longest() throws {
        let name = String(repeating: "\u{10ffff}", count: 128)
        let secret = try OneTimePasswordSecret(SecretBytes([UInt8](repeating: 0xff, count: 128)))
        let uri = try OTPAuthURI(issuer: name, account: name, totp: TOTP(secret, digits: .eight, period: 3600))
        #expect(uri.text.count <= OTPAuthURI.longestText)
        try expectRoundTrip(uri)
    }

    @Test(
        "issuers and accounts that a URI cannot hold are refused",
        arguments: [
            ("", "carol"), ("Example", ""), (nil, ""), ("Exa:mple", "carol"), (nil, "a:b"), ("Example", " carol"),
            (nil, " carol"), ("Example", "car\nol"), ("Exam\0ple", "carol"), ("Example", "car\u{2028}ol"),
            ("Example", "car\u{1b}[2Jol"), ("Example", "\u{85}"), ("Example", "car\u{7f}ol"),
            (String(repeating: "a", count: 513), "carol"), ("Example", String(repeating: "é", count: 257)),
        ] as [(String?, String)]
    )
    func refusedNames(issuer: String?, account: String) {
        let error = #expect(throws: OneTimePasswordError.self) {
            try OTPAuthURI(issuer: issuer, account: account, totp: TOTP(publishedSecret()))
        }
        #expect(error?.code == .invalidLabel)
    }

    @Test(
        "what others write is read",
        arguments: [
            "otpauth://totp/Example:carol?secret=\(publishedSecretBase32)&issuer=Example",
            "OTPAUTH://TOTP/Example:carol?secret=\(publishedSecretBase32)&issuer=Example",
            "otpauth://totp/Example%3Acarol?secret=\(publishedSecretBase32)",
            "otpauth://totp/Example%3a%20%20carol?issuer=Example&secret=\(publishedSecretBase32)",
            "otpauth://totp/carol?secret=\(publishedSecretBase32)&issuer=Example",
            "otpauth://totp/%45xample:carol?secret=\(publishedSecretBase32.lowercased())&issuer=%45xample",
            "otpauth://totp/Example:carol?algorithm=SHA1&digits=6&period=30&secret=\(publishedSecretBase32)",
            "otpauth://totp/Example:carol?secret=\(publishedSecretBase32)&image=https://example.com/a?b&lock=",
        ]
    )
    func foreign(text: String) throws {
        try expectExample(OTPAuthURI(text))
    }

    @Test(
        "hostile and broken URIs are refused",
        arguments: [
            ("", .malformedURI), ("otpauth", .malformedURI), ("otpauth://", .malformedURI),
            ("otpauth://totp", .malformedURI), ("otpauth://totp/", .malformedURI),
            ("https://totp/a?secret=S", .malformedURI), (" otpauth://totp/a?secret=S", .malformedURI),
            ("otpauth:/totp/a?secret=S", .malformedURI), ("otpauth://totp:80/a?secret=S", .malformedURI),
            ("otpauth://me@totp/a?secret=S", .malformedURI), ("otpauth://yaotp/a?secret=S", .malformedURI),
            ("otpauth://hotp/a?secret=S&counter=0", .unsupportedURI),
            ("otpauth://totp/a", .malformedURI), ("otpauth://totp/a?", .malformedURI),
            ("otpauth://totp/a?issuer=b", .malformedURI), ("otpauth://totp/a?secret", .malformedURI),
            ("otpauth://totp/a?secret=", .invalidSecret), ("otpauth://totp/a?secret=AAAA", .invalidSecret),
            ("otpauth://totp/a?secret=S%31", .invalidSecret), ("otpauth://totp/a?SECRET=S", .malformedURI),
            ("otpauth://totp/a?secret=S&secret=S", .malformedURI),
            ("otpauth://totp/a?secret=S&s%65cret=S", .malformedURI),
            ("otpauth://totp/a?secret=S&issuer=b&issuer=b", .malformedURI),
            ("otpauth://totp/b:a?secret=S&issuer=c", .malformedURI),
            ("otpauth://totp/K:a?secret=S&issuer=%E2%84%AA", .malformedURI),
            ("otpauth://totp/b%20c:a?secret=S&issuer=b+c", .malformedURI),
            ("otpauth://totp/%C3%A9:a?secret=S&issuer=e%CC%81", .malformedURI),
            ("otpauth://totp/a?secret=S&", .malformedURI), ("otpauth://totp/a?&secret=S", .malformedURI),
            ("otpauth://totp/a?secret=S#x", .malformedURI), ("otpauth://totp/a#?secret=S", .malformedURI),
            ("otpauth://totp/a/b?secret=S", .malformedURI), ("otpauth://totp//a?secret=S", .malformedURI),
            ("otpauth://totp/a b?secret=S", .malformedURI), ("otpauth://totp/a?secret=S S", .malformedURI),
            ("otpauth://totp/a%?secret=S", .malformedURI), ("otpauth://totp/a%2?secret=S", .malformedURI),
            ("otpauth://totp/a%2g?secret=S", .malformedURI), ("otpauth://totp/a%+1?secret=S", .malformedURI),
            ("otpauth://totp/a?secret=S%", .malformedURI), ("otpauth://totp/a?secret=S&x=%4", .malformedURI),
            ("otpauth://totp/é?secret=S", .malformedURI), ("otpauth://totp/a?secret=S&issuer=é", .malformedURI),
            ("otpauth://totp/a%FF?secret=S", .malformedURI), ("otpauth://totp/a%C0%AF?secret=S", .malformedURI),
            ("otpauth://totp/a%ED%A0%80?secret=S", .malformedURI),
            ("otpauth://totp/?secret=S", .invalidLabel), ("otpauth://totp/b:?secret=S", .invalidLabel),
            ("otpauth://totp/:a?secret=S", .invalidLabel), ("otpauth://totp/b:%20?secret=S", .invalidLabel),
            ("otpauth://totp/a?secret=S&issuer=", .invalidLabel), ("otpauth://totp/a%0A?secret=S", .invalidLabel),
            ("otpauth://totp/a%00?secret=S", .invalidLabel), ("otpauth://totp/a?secret=S&issuer=b%3Ac", .invalidLabel),
            ("otpauth://totp/a%1B%5B2J?secret=S", .invalidLabel),
            ("otpauth://totp/a?secret=S&algorithm=SHA256", .unsupportedURI),
            ("otpauth://totp/a?secret=S&algorithm=MD5", .unsupportedURI),
            ("otpauth://totp/a?secret=S&algorithm=", .unsupportedURI),
            ("otpauth://totp/a?secret=S&digits=5", .unsupportedURI),
            ("otpauth://totp/a?secret=S&digits=06", .malformedURI),
            ("otpauth://totp/a?secret=S&digits=%2B6", .malformedURI),
            ("otpauth://totp/a?secret=S&digits=six", .malformedURI),
            ("otpauth://totp/a?secret=S&digits=99999999999999999999", .malformedURI),
            ("otpauth://totp/a?secret=S&digits=-9223372036854775808", .unsupportedURI),
            ("otpauth://totp/a?secret=S&period=0", .invalidPeriod),
            ("otpauth://totp/a?secret=S&period=-30", .invalidPeriod),
            ("otpauth://totp/a?secret=S&period=9223372036854775807", .invalidPeriod),
            ("otpauth://totp/a?secret=S&period=", .malformedURI),
            ("otpauth://totp/a?secret=S&period=3e1", .malformedURI),
        ] as [(String, OneTimePasswordError.Code)]
    )
    func refused(text: String, code: OneTimePasswordError.Code) {
        let error = #expect(throws: OneTimePasswordError.self) {
            try OTPAuthURI(text.replacing("secret=S", with: "secret=\(publishedSecretBase32)"))
        }
        #expect(error?.code == code)
    }

    @Test("a URI without end is refused before it is read")
    func endless() throws {
        let start = "otpauth://totp/carol?secret=\(publishedSecretBase32)&x="
        let room = OTPAuthURI.longestText - start.utf8.count
        #expect(try OTPAuthURI(start + String(repeating: "y", count: room)).account == "carol")
        let error = #expect(throws: OneTimePasswordError.self) {
            try OTPAuthURI(start + String(repeating: "y", count: room + 1))
        }
        #expect(error?.code == .malformedURI)
    }

    @Test("every beginning of a URI, and every byte of it changed, is read or refused without a trap")
    func damaged() throws {
        let uri = try OTPAuthURI(
            issuer: "Ex é",
            account: "a:b",
            totp: TOTP(publishedSecret(), digits: .eight, period: 60)
        )
        let bytes = Array(uri.text.text.utf8)
        for count in bytes.indices {
            #expect(throws: Never.self) {
                let beginning = try? OTPAuthURI(SecretBytes(Array(bytes.prefix(count))))
                if let beginning { try expectRoundTrip(beginning) }
            }
        }
        for index in bytes.indices {
            for byte in [0x00, 0x25, 0x26, 0x2f, 0x3a, 0x3d, 0x3f, 0x80, 0xff] as [UInt8] {
                var changed = bytes
                changed[index] = byte
                if let read = try? OTPAuthURI(SecretBytes(changed)) { try expectRoundTrip(read) }
            }
        }
    }

    private func expectExample(_ uri: OTPAuthURI) throws {
        #expect(uri.issuer == "Example" && uri.account == "carol")
        #expect(uri.totp.digits == .six && uri.totp.period == 30)
        #expect(uri.totp.secret.base32.text == publishedSecretBase32)
        try expectRoundTrip(uri)
    }

    private func expectRoundTrip(_ uri: OTPAuthURI) throws {
        let text = uri.text
        #expect(text.text.utf8.allSatisfy { (0x21...0x7e).contains($0) })
        let read = try OTPAuthURI(text)
        #expect(read.issuer.map { Array($0.utf8) } == uri.issuer.map { Array($0.utf8) })
        #expect(Array(read.account.utf8) == Array(uri.account.utf8))
        #expect(read.totp.digits == uri.totp.digits && read.totp.period == uri.totp.period)
        #expect(read.totp.secret.base32.text == uri.totp.secret.base32.text)
        #expect(read.text.text == text.text)
    }
}
