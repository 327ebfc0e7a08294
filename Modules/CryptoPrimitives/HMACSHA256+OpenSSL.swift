internal import ByteCoding

extension HMACSHA256 {
    /// Appends the code to `output`, which has room for it.
    static func authenticate(
        _ message: Span<UInt8>,
        key: SecretBytes,
        into output: inout OutputSpan<UInt8>
    ) throws(CryptoError) {
        try HMACContext.authenticate(message, with: .sha256, key: key, into: &output)
    }
}
