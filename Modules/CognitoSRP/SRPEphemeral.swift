internal import BigNum
public import ByteCoding

/// A server's secret of one exchange and `g^b`, which needs no verifier: it can be computed before it is known whose
/// exchange it will be.
public struct SRPEphemeral: Sendable {
    /// `b`.
    public let secret: SecretBytes
    let number: BigNum
    let power: BigNum

    /// Computes `g^b`, which is most of the work for `B`.
    ///
    /// - Parameter secret: `b`: random bytes, 32 of them.
    /// - Throws: ``SRPError`` with ``SRPError/Code/computationFailed``.
    public init(secret: SecretBytes) throws(SRPError) {
        self.secret = secret
        number = try SRPError.translating { try BigNum(bigEndian: secret) }
        power = try SRPGroup.cognito.power(of: number)
    }
}
