import ByteCoding
import LocalPool
import Testing

@testable import CurlMail

extension OutgoingMail {
    static func test(
        from: String = "no-reply@example.com",
        to: String = "alice@example.com",
        replyTo: String? = nil,
        subject: String = "Your verification code",
        html: String = "Your code is 123456",
        id: String = "local_a.1"
    ) -> OutgoingMail {
        OutgoingMail(
            from: from,
            replyTo: replyTo,
            to: to,
            subject: subject,
            html: html,
            date: UnixTime(seconds: 1_767_413_106),
            id: id
        )
    }
}

@Suite("E-mails as text") struct MailMessageTests {
    @Test("have headers, an empty line and a body")
    func form() throws {
        let message = try MailMessage(.test(from: "The pool <no-reply@example.com>", replyTo: "help@example.com"))
        #expect(message.sender == "no-reply@example.com" && message.receiver == "alice@example.com")
        #expect(
            message.text.split(separator: "\r\n", omittingEmptySubsequences: false) == [
                "Date: Sat, 03 Jan 2026 04:05:06 +0000", "From: \"The pool\" <no-reply@example.com>",
                "To: alice@example.com", "Subject: Your verification code", "Message-ID: <local_a.1@example.com>",
                "MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable", "Reply-To: help@example.com", "",
                "Your code is 123456", "",
            ]
        )
    }

    @Test(
        "what would make a header of its own is refused",
        arguments: [
            OutgoingMail.test(subject: "a\r\nBcc: eve@example.com"), .test(subject: "a\nb"), .test(subject: "a\rb"),
            .test(subject: "a\0b"), .test(from: "a\r\nb <a@example.com>"), .test(replyTo: "a\nb@example.com"),
            .test(to: "a@example.com\r\nRCPT TO:<eve@example.com>"), .test(id: "a\r\nb"),
        ]
    )
    func injection(mail: OutgoingMail) {
        let error = #expect(throws: CurlMailError.self) { _ = try MailMessage(mail) }
        #expect(error?.code == .invalidMail)
    }

    @Test(
        "what SMTP does not carry as an address is refused",
        arguments: [
            "", "alice", "@example.com", "alice@", "a@b@c", "älice@example.com", "a b@example.com", "a>@example.com",
            ".a@example.com", "\"a\"@example.com", "<a@example.com", "Name <>", "a,b@example.com",
        ]
    )
    func addresses(text: String) {
        let error = #expect(throws: CurlMailError.self) { _ = try MailMessage(.test(to: text)) }
        #expect(error?.code == .invalidMail)
    }

    @Test("other texts than short and plain ones are encoded words, whole characters each")
    func encodedWords() throws {
        #expect(try HeaderText.unstructured("Hällo") == "=?utf-8?B?SMOkbGxv?=")
        #expect(try HeaderText.unstructured("=?utf-8?Q?a?=").hasPrefix("=?utf-8?B?"))
        #expect(try HeaderText.phrase(#"a "b" \c"#) == #""a \"b\" \\c""#)
        let long = try HeaderText.unstructured(String(repeating: "ä", count: 100))
        let words = long.split(separator: "\r\n ")
        #expect(words.count == 5 && words.allSatisfy { $0.utf8.count <= 75 })
        let decoded = try words.map { word in
            String(validating: try Base64.decode(String(word.dropFirst(10).dropLast(2))), as: UTF8.self)
        }
        #expect(decoded.compactMap { $0 }.joined() == String(repeating: "ä", count: 100))
    }

    @Test("the body has short lines of ASCII, and each kind of line end becomes CRLF")
    func quotedPrintable() {
        #expect(QuotedPrintable.encode("a=b\u{e4}") == "a=3Db=C3=A4")
        #expect(QuotedPrintable.encode("a\nb\rc\r\nd\n\ne") == "a\r\nb\r\nc\r\nd\r\n\r\ne")
        #expect(QuotedPrintable.encode("a \nb\t") == "a=20\r\nb=09")
        let long = QuotedPrintable.encode(String(repeating: "x", count: 76) + String(repeating: "ä", count: 40))
        #expect(long.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
        #expect(long.contains(String(repeating: "x", count: 75) + "=\r\nx"))
    }
}

@Suite("Settings of a mail server") struct SMTPConfigurationTests {
    @Test("only loopback is spoken to in clear, and each form has its port")
    func addresses() {
        typealias Settings = SMTPTransport.Configuration
        #expect(Settings(host: "127.0.0.1").address == "smtp://127.0.0.1:25/localhost")
        #expect(Settings(host: "::1", port: 1025).address == "smtp://[::1]:1025/localhost")
        #expect(Settings(host: "mail.example.com").address == "smtp://mail.example.com:587/localhost")
        #expect(
            Settings(host: "mail.example.com", usesTLSFromTheStart: true).address
                == "smtps://mail.example.com:465/localhost"
        )
        for host in ["127.0.0.1.example.com", "127.example.com", "mail.example.com", "localhost.example.com"] {
            #expect(!Settings(host: host).isLoopback)
        }
        for host in ["127.0.0.1", "127.9.9.9", "::1", "localhost"] { #expect(Settings(host: host).isLoopback) }
    }

    @Test(
        "what cannot be used is refused",
        arguments: [
            .init(host: ""), .init(host: "a b"), .init(host: "a/b"), .init(host: "user@a"), .init(host: "a", port: 0),
            .init(host: "a", username: "pool"), .init(host: "a", password: SecretBytes([1])),
            .init(host: "a", username: "p", password: SecretBytes([0])), .init(host: "a", timeLimit: .zero),
            .init(host: "a", extraAuthoritiesPath: "/nowhere"),
        ] as [SMTPTransport.Configuration]
    )
    func refused(configuration: SMTPTransport.Configuration) {
        let error = #expect(throws: CurlMailError.self) { _ = try SMTPTransport(configuration: configuration) }
        #expect(error?.code == .invalidConfiguration)
    }
}
