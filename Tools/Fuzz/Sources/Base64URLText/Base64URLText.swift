import ByteCoding
import FuzzSupport

/// Base64url is canonical: one text for each sequence of bytes, and one sequence of bytes for each text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe run(start, count) { input in
        let bytes = copy(input)
        checkReading(bytes)
        checkWriting(bytes)
    }
}

/// Any text: what is read is what the lenient reader reads, and the text is the only one that gives it.
private func checkReading(_ text: [UInt8]) {
    let strict = try? Base64URL.decode(text.span)
    if let strict { require(Base64URL.encodedBytes(strict.span) == text, "a text that is read is written again") }

    guard let string = String(validating: text, as: UTF8.self) else {
        require(strict == nil, "what is not UTF-8 is refused")
        return
    }
    require((try? Base64URL.decode(string)) == strict, "text and its bytes are read alike")

    let lenient = try? Base64.decodeLeniently(string)
    let isCanonical = lenient.map { Base64URL.encodedBytes($0.span) == text } ?? false
    require(isCanonical == (strict != nil), "just those texts are read that the writer writes")
    if let strict { require(strict == lenient, "both readers read the same") }
}

/// Any bytes: what is written is read again, in both alphabets.
private func checkWriting(_ bytes: [UInt8]) {
    let text = Base64URL.encodedBytes(bytes.span)
    require((try? Base64URL.decode(text.span)) == bytes, "what is written is read again")
    require(text.count == (bytes.count * 8 + 5) / 6, "six bits a character, and no padding")

    let padded = Base64.encode(bytes)
    require((try? Base64.decode(padded)) == bytes, "what is written with padding is read again")
    require((try? Base64.decodeLeniently(padded)) == bytes, "the lenient reader takes padding")
    require(padded.utf8.count.isMultiple(of: 4), "padding fills the last group")
}
