internal import BigNum

/// `SRP_A` or `SRP_B`: a number that is neither zero nor the prime nor beyond it.
public struct SRPPublicKey: Sendable {
    let number: BigNum

    /// The number as the service writes it: lower-case hexadecimal without leading zeros.
    public let hexadecimal: String

    /// Reads what the other side sent.
    ///
    /// - Parameter text: Hexadecimal digits of either case, no sign, no prefix; an odd number of them is fine. Texts
    ///   of more than twice the digits of the prime are refused unread.
    /// - Throws: ``SRPError`` with ``SRPError/Code/malformedPublicKey`` if the text is not a number below the prime,
    ///   ``SRPError/Code/degeneratePublicKey`` if it is zero modulo the prime (RFC 5054 §2.5.3, §2.5.4).
    public init(hexadecimal text: String) throws(SRPError) {
        let group = try SRPGroup.cognito
        let number: BigNum
        do {
            number = try BigNum(hex: text, maximumDigits: 2 * SRPGroup.primeDigits)
        } catch {
            throw SRPError(.malformedPublicKey, "a public key cannot be read: \(error.message)")
        }
        try group.refuseDegenerate(publicKey: number)
        guard number < group.prime else { throw SRPError(.malformedPublicKey, "a public key is not below the prime") }
        try self.init(number)
    }

    /// Wraps a number that this side computed.
    init(_ number: BigNum) throws(SRPError) {
        self.number = number
        hexadecimal = try SRPError.translating { try number.hexadecimal() }
    }
}
