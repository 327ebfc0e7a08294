internal import ByteCoding

/// Where the parts of a token stand in its text; its shape is right, nothing is decoded yet.
struct CompactForm {
    /// The part up to the first full stop.
    let header: Range<Int>
    /// The part between the full stops.
    let payload: Range<Int>
    /// The part after the last full stop.
    let signature: Range<Int>

    /// What the signature is over (RFC 7515 §5.2): header and payload with the full stop between them.
    var signed: Range<Int> { header.lowerBound..<payload.upperBound }

    /// The longest header and signature, in characters: 2 KiB, and what a key of 8192 bits makes.
    private static let longestHeader = (UnverifiedToken.maximumHeaderByteCount * 4 + 2) / 3
    private static let longestSignature = (8192 / 8 * 4 + 2) / 3

    /// Looks at length, full stops, alphabet and left-over bits, in this order; refusing allocates nothing.
    init(_ text: Span<UInt8>) throws(JWTError) {
        guard text.count <= UnverifiedToken.maximumByteCount else {
            throw JWTError(.tooLarge, "a token is longer than 16 KiB")
        }
        // Hostile bytes mostly begin with something else; this is the cheapest look at a token there is.
        guard Base64URL.isCanonical(text.extracting(first: 4)) else {
            throw JWTError(.malformed, "a token begins with four characters of base64url")
        }
        guard let first = Self.firstStop(in: text) else {
            throw text.count > Self.longestHeader
                ? JWTError(.tooLarge, "the header of a token is longer than 2 KiB")
                : JWTError(.malformed, Self.threeParts)
        }
        guard let last = Self.lastStop(in: text), last > first else {
            throw JWTError(.malformed, Self.threeParts)
        }
        header = 0..<first
        payload = (first + 1)..<last
        signature = (last + 1)..<text.count
        guard !signature.isEmpty else { throw JWTError(.malformed, "a token without a signature") }
        for part in [header, payload, signature] where !Base64URL.isCanonical(text.extracting(part)) {
            throw JWTError(.malformed, "a part of a token is not canonical base64url")
        }
    }

    /// The bytes of one part.
    static func decode(_ part: Span<UInt8>) throws(JWTError) -> [UInt8] {
        do throws(ByteCodingError) {
            return try Base64URL.decode(part)
        } catch {
            throw JWTError(.malformed, "a part of a token is not canonical base64url")
        }
    }

    private static let threeParts = "a token has three parts with full stops between them"

    private static func firstStop(in text: Span<UInt8>) -> Int? {
        (0..<min(text.count, longestHeader + 1)).first { text[$0] == UInt8(ascii: ".") }
    }

    private static func lastStop(in text: Span<UInt8>) -> Int? {
        let start = max(0, text.count - longestSignature - 1)
        return (start..<text.count).last { text[$0] == UInt8(ascii: ".") }
    }
}
