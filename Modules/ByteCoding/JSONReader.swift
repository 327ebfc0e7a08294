/// Reads JSON from strangers: one pass, strict, bounded, and never a trap.
///
/// RFC 8259 leaves several things to the reader; here they are all refused: bytes that are not UTF-8, a byte order mark, a
/// name that stands twice in one object (compared after escapes are undone), a lone surrogate, and anything after the
/// value but white space. Numbers are kept as text (``JSONNumber``), so that no size of number is an error.
public struct JSONReader: Sendable {
    /// The depth that no reader goes beyond, so that nesting cannot exhaust a thread's stack.
    public static let greatestDepth = 512

    private let maximumByteCount: Int
    private let maximumDepth: Int
    private let maximumNameCount: Int

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - maximumByteCount: The longest text to look at.
    ///   - maximumDepth: How many arrays and objects may stand inside each other, at most ``greatestDepth``.
    ///   - maximumNameCount: How many names all objects may have together.
    public init(maximumByteCount: Int = 65_536, maximumDepth: Int = 32, maximumNameCount: Int = 512) {
        self.maximumByteCount = maximumByteCount
        self.maximumDepth = min(maximumDepth, Self.greatestDepth)
        self.maximumNameCount = maximumNameCount
    }

    /// Reads one value.
    ///
    /// - Parameter text: The whole text, in UTF-8.
    /// - Returns: The value.
    /// - Throws: ``ByteCodingError`` with ``ByteCodingError/Code/invalidUTF8``,
    ///   ``ByteCodingError/Code/malformedJSON``, ``ByteCodingError/Code/duplicateName`` or
    ///   ``ByteCodingError/Code/limitExceeded``; its offset says where.
    public func read(_ text: Span<UInt8>) throws(ByteCodingError) -> JSONValue {
        guard text.count <= maximumByteCount else {
            throw ByteCodingError(.limitExceeded, "more than \(maximumByteCount) bytes of JSON")
        }
        do {
            _ = try UTF8Span(validating: text)
        } catch {
            throw ByteCodingError(.invalidUTF8, "not UTF-8", at: error.byteOffsets.lowerBound)
        }
        var parser = JSONParser(depthLeft: maximumDepth, namesLeft: maximumNameCount)
        return try parser.document(text)
    }

    /// Reads one value.
    ///
    /// - Parameter text: The whole text, in UTF-8.
    /// - Returns: The value.
    /// - Throws: ``ByteCodingError`` as for a span.
    public func read(_ text: [UInt8]) throws(ByteCodingError) -> JSONValue {
        try read(text.span)
    }
}
