/// One address of an e-mail, with or without a name.
struct MailAddress: Equatable, Sendable {
    /// The name before the angle brackets; `nil` without them.
    let name: String?
    /// What goes into the envelope: `local@domain`.
    let address: String

    /// Reads `local@domain` or `Name <local@domain>`.
    ///
    /// An address holds letters, digits and `.!#$%&'*+/=?^_{|}~-` and a grave accent (RFC 5322 §3.2.3), in ASCII: what
    /// would need quotation marks or SMTPUTF8 is refused.
    ///
    /// - Throws: ``CurlMailError`` with ``CurlMailError/Code/invalidMail``.
    init(_ text: String) throws(CurlMailError) {
        guard text.hasSuffix(">"), let bracket = text.lastIndex(of: "<") else {
            (name, address) = (nil, text)
            try check()
            return
        }
        var name = text[..<bracket]
        while name.last == " " { name.removeLast() }
        if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") { name = name.dropFirst().dropLast() }
        self.name = name.isEmpty ? nil : String(name)
        address = String(text[text.index(after: bracket)...].dropLast())
        try check()
    }

    /// The part behind the `@`.
    var domain: Substring { address.split(separator: "@").last ?? "" }

    /// The address as a header has it, on lines that are short enough.
    func header() throws(CurlMailError) -> String {
        guard let name else { return address }
        let phrase = try HeaderText.phrase(name)
        let isShort = phrase.utf8.count + address.utf8.count <= 60
        return phrase + (isShort ? " " : "\r\n ") + "<\(address)>"
    }

    private func check() throws(CurlMailError) {
        let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, address.utf8.count <= 254, parts.allSatisfy({ Self.isDotAtom($0) }) else {
            throw CurlMailError(.invalidMail, "an address is none that SMTP carries")
        }
    }

    private static func isDotAtom(_ bytes: Substring.UTF8View) -> Bool {
        !bytes.isEmpty && bytes.first != UInt8(ascii: ".") && bytes.last != UInt8(ascii: ".")
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: ".!#$%&'*+/=?^_`{|}~-".utf8.contains(byte)
                }
            }
    }
}
