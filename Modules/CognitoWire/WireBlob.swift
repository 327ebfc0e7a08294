internal import ByteCoding

/// Bytes of the wire, which travel as base64 text.
public struct WireBlob: Hashable, Sendable {
    /// The bytes.
    public let bytes: [UInt8]

    /// Wraps `bytes`.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension WireBlob: Codable {
    /// Reads base64 text.
    ///
    /// - Throws: `DecodingError` if the text is no canonical base64.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            bytes = try Base64.decode(container.decode(String.self))
        } catch let error as ByteCodingError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
        }
    }

    /// Writes base64 text.
    ///
    /// - Throws: `EncodingError` if the encoder takes no text here.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Base64.encode(bytes))
    }
}
