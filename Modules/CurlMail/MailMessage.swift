internal import ByteCoding
internal import LocalPool

/// An e-mail as the server gets it: its envelope and its text (RFC 5322), with CRLF at the end of each line.
struct MailMessage: Equatable, Sendable {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The sender's address.
    let sender: String
    /// The receiver's address.
    let receiver: String
    /// Headers and body.
    let text: String

    /// Writes an e-mail.
    ///
    /// - Throws: ``CurlMailError`` with ``CurlMailError/Code/invalidMail``.
    init(_ mail: OutgoingMail) throws(CurlMailError) {
        let from = try MailAddress(mail.from)
        let to = try MailAddress(mail.to)
        var lines = [
            "Date: \(try Self.date(mail.date))",
            "From: \(try from.header())",
            "To: \(try to.header())",
            "Subject: \(try HeaderText.unstructured(mail.subject))",
            "Message-ID: <\(try Self.checkedID(mail.id))@\(from.domain)>",
            "MIME-Version: 1.0",
            "Content-Type: text/html; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
        ]
        if let replyTo = mail.replyTo { lines.append("Reply-To: \(try MailAddress(replyTo).header())") }
        (sender, receiver) = (from.address, to.address)
        text = (lines + ["", QuotedPrintable.encode(mail.html), ""]).joined(separator: "\r\n")
    }

    private static func checkedID(_ id: String) throws(CurlMailError) -> String {
        let isFit = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: "._-".utf8.contains(byte)
            }
        }
        guard isFit, (1...128).contains(id.utf8.count), !id.hasPrefix("."), !id.hasSuffix(".") else {
            throw CurlMailError(.invalidMail, "an id has letters, digits, full stops, hyphens and underscores")
        }
        return id
    }

    /// `Sat, 03 Jan 2026 04:05:06 +0000`.
    private static func date(_ time: UnixTime) throws(CurlMailError) -> String {
        guard let civil = CivilTime(time) else {
            throw CurlMailError(.invalidMail, "the date has no year of four digits")
        }
        let day = "\(CivilTime.digits(civil.day, 2)) \(months[civil.month - 1]) \(CivilTime.digits(civil.year, 4))"
        return "\(weekdays[civil.weekday]), \(day) \(civil.clock) +0000"
    }
}
