internal import ByteCoding
internal import CryptoPrimitives

extension RandomBytes {
    /// Draws the secret of one side in one exchange, or of one device.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/noRandomness`` if the source fails or gives nothing but zeros.
    func drawSecret(byteCount: Int) throws(SRPError) -> SecretBytes {
        let secret: SecretBytes
        do {
            secret = try makeSecret(count: byteCount)
        } catch {
            throw SRPError(.noRandomness, "no random bytes: \(error.message)")
        }
        guard secret.withBytes({ bytes in bytes.indices.contains { bytes[$0] != 0 } }) else {
            throw SRPError(.noRandomness, "the random source gave nothing but zeros")
        }
        return secret
    }
}
