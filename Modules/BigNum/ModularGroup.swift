/// The integers modulo an odd number, with what exponentiation needs computed once and kept.
public struct ModularGroup: Sendable {
    /// The modulus, odd and greater than one.
    public let modulus: BigNum
    private let montgomery: MontgomeryHandle

    /// Prepares arithmetic modulo `modulus`.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/unusableModulus`` or ``BigNumError/Code/outOfMemory``.
    public init(modulus: BigNum) throws(BigNumError) {
        guard modulus.isOdd, modulus.bitCount > 1 else {
            throw BigNumError(.unusableModulus, "a modulus must be odd and greater than one")
        }
        self.modulus = modulus
        montgomery = try MontgomeryHandle(modulus: modulus.handle)
    }

    /// The remainder of `number`, from zero to the modulus less one.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public func reduce(_ number: BigNum) throws(BigNumError) -> BigNum {
        BigNum(handle: try montgomery.reduce(number.handle))
    }

    /// The sum of two numbers, reduced.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public func add(_ left: BigNum, _ right: BigNum) throws(BigNumError) -> BigNum {
        BigNum(handle: try montgomery.add(left.handle, right.handle))
    }

    /// The difference of two numbers, reduced; never negative.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public func subtract(_ right: BigNum, from left: BigNum) throws(BigNumError) -> BigNum {
        BigNum(handle: try montgomery.subtract(right.handle, from: left.handle))
    }

    /// The product of two numbers, reduced.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public func multiply(_ left: BigNum, _ right: BigNum) throws(BigNumError) -> BigNum {
        BigNum(handle: try montgomery.multiply(left.handle, right.handle))
    }

    /// The power of `base`, reduced.
    ///
    /// The time taken and the memory touched depend on the length of the exponent in machine words, not on its bits
    /// (OpenSSL's `BN_mod_exp_mont_consttime`), so the exponent may be a secret.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public func power(_ base: BigNum, exponent: BigNum) throws(BigNumError) -> BigNum {
        BigNum(handle: try montgomery.power(base.handle, exponent: exponent.handle))
    }
}
