internal import BigNum

/// The group that both sides compute in, and the four formulas of SRP-6a over it.
///
/// Letters are those of RFC 5054: `N` prime, `g` generator, `k` multiplier, `a` and `b` the sides' secrets, `A` and `B`
/// their public keys, `x` the password as a number, `v = g^x` its verifier, `u` the scrambling parameter, `S` the
/// secret that both sides arrive at. Whatever is raised to a secret power goes through constant-time exponentiation.
struct SRPGroup: Sendable {
    /// `N`.
    let prime: BigNum
    /// `g`.
    let generator: BigNum
    /// `k`.
    let multiplier: BigNum
    private let field: ModularGroup

    /// Prepares a group.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/computationFailed``.
    init(prime: BigNum, generator: BigNum, multiplier: BigNum) throws(SRPError) {
        self.prime = prime
        self.generator = generator
        self.multiplier = multiplier
        field = try SRPError.translating { try ModularGroup(modulus: prime) }
    }

    /// `g^secret`: the client's public key `A` for its secret `a`, the verifier `v` for the password's `x`.
    func power(of secret: BigNum) throws(SRPError) -> BigNum {
        try SRPError.translating { try field.power(generator, exponent: secret) }
    }

    /// `B = k·v + g^b`, of `g^b`.
    func serverPublicKey(power: BigNum, verifier: BigNum) throws(SRPError) -> BigNum {
        try SRPError.translating { try field.add(field.multiply(multiplier, verifier), power) }
    }

    /// `S = (B − k·g^x)^(a + u·x)`, as the client computes it.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/degeneratePublicKey`` if `B` is zero modulo `N`,
    ///   ``SRPError/Code/degenerateScramble`` if `u` is zero; both before any secret is used.
    func clientSecret(
        serverPublicKey: BigNum,
        secret: BigNum,
        passwordKey: BigNum,
        scramble: BigNum
    ) throws(SRPError) -> BigNum {
        try refuseDegenerate(publicKey: serverPublicKey, scramble: scramble)
        return try SRPError.translating {
            let masked = try field.multiply(multiplier, field.power(generator, exponent: passwordKey))
            let base = try field.subtract(masked, from: serverPublicKey)
            return try field.power(base, exponent: secret.adding(scramble.multiplied(by: passwordKey)))
        }
    }

    /// `S = (A·v^u)^b`, as the server computes it.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/degeneratePublicKey`` if `A` is zero modulo `N`,
    ///   ``SRPError/Code/degenerateScramble`` if `u` is zero; both before any secret is used.
    func serverSecret(
        clientPublicKey: BigNum,
        secret: BigNum,
        verifier: BigNum,
        scramble: BigNum
    ) throws(SRPError) -> BigNum {
        try refuseDegenerate(publicKey: clientPublicKey, scramble: scramble)
        return try SRPError.translating {
            try field.power(
                field.multiply(clientPublicKey, field.power(verifier, exponent: scramble)),
                exponent: secret
            )
        }
    }

    private func refuseDegenerate(publicKey: BigNum, scramble: BigNum) throws(SRPError) {
        try refuseDegenerate(publicKey: publicKey)
        guard !scramble.isZero else { throw SRPError(.degenerateScramble, "the scrambling parameter u is zero") }
    }

    /// Refuses a public key that is zero modulo `N`.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/degeneratePublicKey``.
    func refuseDegenerate(publicKey: BigNum) throws(SRPError) {
        guard try SRPError.translating({ try !field.reduce(publicKey).isZero }) else {
            throw SRPError(.degeneratePublicKey, "a public key is zero modulo the prime")
        }
    }
}
