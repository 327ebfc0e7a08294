public import ByteCoding

/// Times travel as seconds since 1970 in a JSON number, possibly with a fraction (Smithy 2.0, AWS JSON 1.1).
extension UnixTime: Codable {
    /// Reads seconds since 1970, rounded to the millisecond.
    ///
    /// - Throws: `DecodingError` if it is no number, or one that is 2^53 or more in either direction.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let seconds = try container.decode(Double.self)
        let whole = seconds.rounded(.down)
        guard whole.magnitude < 0x1p53, let exact = Int64(exactly: whole) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a time out of range")
        }
        self.init(seconds: exact, milliseconds: Int(((seconds - whole) * 1000).rounded()))
    }

    /// Writes seconds since 1970, without a fraction if there are no milliseconds.
    ///
    /// - Throws: `EncodingError` if the encoder takes no number here.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if milliseconds == 0 {
            try container.encode(seconds)
        } else {
            try container.encode(Double(seconds) + Double(milliseconds) / 1000)
        }
    }
}
