internal import ByteCoding

/// Free text as headers carry it.
enum HeaderText {
    /// The longest line of a header that is left as it is; RFC 5322 §2.1.1 wants 78 with the name.
    private static let longestPlain = 60
    /// How many bytes one encoded word has at most, so that it stays within 75 characters (RFC 2047 §2).
    private static let longestWord = 45
    /// The same for the first word, which shares its line of 76 characters with the header's name.
    private static let longestFirstWord = 36

    /// A text for `Subject`: as it is if it is short and plain, and otherwise in encoded words (RFC 2047).
    ///
    /// - Throws: ``CurlMailError`` if it would end the line.
    static func unstructured(_ text: String) throws(CurlMailError) -> String {
        try refuseLineEnds(text)
        return isPlain(text) && !text.hasPrefix(" ") && !text.hasSuffix(" ") ? text : encodedWords(text)
    }

    /// A name before an address: quoted (RFC 5322 §3.2.4), or in encoded words.
    ///
    /// - Throws: ``CurlMailError`` if it would end the line.
    static func phrase(_ text: String) throws(CurlMailError) -> String {
        try refuseLineEnds(text)
        guard isPlain(text) else { return encodedWords(text) }
        return "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
    }

    private static func refuseLineEnds(_ text: String) throws(CurlMailError) {
        guard !text.unicodeScalars.contains(where: { $0 == "\r" || $0 == "\n" || $0 == "\0" }) else {
            throw CurlMailError(.invalidMail, "a header has more than one line")
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= longestPlain && !text.contains("=?") && text.utf8.allSatisfy { 0x20...0x7e ~= $0 }
    }

    /// Words on lines of their own; none ends within a character.
    private static func encodedWords(_ text: String) -> String {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            let limit = words.count == 1 ? longestFirstWord : longestWord
            if words[words.count - 1].count + bytes.count > limit { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Base64.encode($0))?=" }.joined(separator: "\r\n ")
    }
}
