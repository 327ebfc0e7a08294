internal import BigNum
public import ByteCoding
public import CryptoPrimitives

/// One server side of one SRP-6a exchange.
///
/// It knows neither sessions nor clocks: whoever holds it must use it for one proof only and compare the proof's
/// timestamp with the time of day.
public struct SRPServer: Sendable {
    /// `B`; its hexadecimal form is sent as `SRP_B`.
    public let publicKey: SRPPublicKey
    /// `b`, to be kept until the proof arrives; ``init(verifier:ephemeralSecret:)`` goes on from there.
    public let ephemeralSecret: SecretBytes
    private let secret: BigNum
    private let verifier: SRPVerifier

    /// Draws a secret of 256 bits and computes `B = k·v + g^b`.
    ///
    /// - Parameters:
    ///   - verifier: What is stored of the user's or the device's password.
    ///   - random: Where the secret comes from.
    /// - Throws: ``SRPError`` with ``SRPError/Code/noRandomness``, ``SRPError/Code/degeneratePublicKey`` for a `B` of
    ///   zero, whose chance is nil, or ``SRPError/Code/computationFailed``.
    public init(verifier: SRPVerifier, random: RandomBytes = .system) throws(SRPError) {
        let length = EphemeralSecretLength.bits256.byteCount
        try self.init(verifier: verifier, ephemeralSecret: random.drawSecret(byteCount: length))
    }

    /// Computes `B = k·v + g^b` of a `g^b` that is there already.
    ///
    /// - Parameters:
    ///   - verifier: What is stored of the user's or the device's password.
    ///   - ephemeral: The secret of this exchange alone.
    /// - Throws: ``SRPError`` with ``SRPError/Code/degeneratePublicKey`` or ``SRPError/Code/computationFailed``.
    public init(verifier: SRPVerifier, ephemeral: SRPEphemeral) throws(SRPError) {
        let group = try SRPGroup.cognito
        self.verifier = verifier
        ephemeralSecret = ephemeral.secret
        secret = ephemeral.number
        let number = try group.serverPublicKey(power: ephemeral.power, verifier: verifier.verifier)
        try group.refuseDegenerate(publicKey: number)
        publicKey = try SRPPublicKey(number)
    }

    /// Goes on with an exchange whose `B` was sent before.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/degeneratePublicKey`` or ``SRPError/Code/computationFailed``.
    public init(verifier: SRPVerifier, ephemeralSecret: SecretBytes) throws(SRPError) {
        try self.init(verifier: verifier, ephemeral: SRPEphemeral(secret: ephemeralSecret))
    }

    /// Goes on with an exchange whose `B` was kept as well, which saves a power.
    ///
    /// - Parameters:
    ///   - verifier: What the exchange began with.
    ///   - ephemeralSecret: `b`.
    ///   - publicKey: The ``publicKey`` of then; with any other no proof fits.
    /// - Throws: ``SRPError`` with ``SRPError/Code/computationFailed``.
    public init(verifier: SRPVerifier, ephemeralSecret: SecretBytes, publicKey: SRPPublicKey) throws(SRPError) {
        self.verifier = verifier
        self.ephemeralSecret = ephemeralSecret
        self.publicKey = publicKey
        secret = try SRPError.translating { try BigNum(bigEndian: ephemeralSecret) }
    }

    /// Checks a client's proof, in constant time.
    ///
    /// - Parameters:
    ///   - claim: The proof as it was sent. That its secret block is the one this exchange began with, and that it
    ///     was not used before, is for the caller to check.
    ///   - clientPublicKey: `SRP_A` of the same exchange.
    ///   - identity: Whose password it should be.
    /// - Returns: The moment that the proof names.
    /// - Throws: ``SRPError`` with ``SRPError/Code/malformedSecretBlock`` or ``SRPError/Code/malformedTimestamp`` before
    ///   anything is computed, ``SRPError/Code/proofMismatch`` if the proof does not fit.
    @discardableResult
    public func verify(
        _ claim: PasswordClaim,
        clientPublicKey: SRPPublicKey,
        identity: SRPIdentity
    ) throws(SRPError) -> UnixTime {
        let secretBlock = try SecretBlock(claim.secretBlock)
        let timestamp = try SRPTimestamp(parsing: claim.timestamp)
        let expected = try SRPTranscript.signature(
            sessionKey: sessionKey(clientPublicKey: clientPublicKey),
            identity: identity,
            secretBlock: secretBlock.bytes,
            timestamp: timestamp
        )
        guard let signature = try? Base64.decode(claim.signature), ConstantTime.areEqual(signature, expected) else {
            throw SRPError(.proofMismatch, "the proof does not fit the password")
        }
        return timestamp.time
    }

    /// `K` of this exchange.
    package func sessionKey(clientPublicKey: SRPPublicKey) throws(SRPError) -> SecretBytes {
        let scramble = try SRPTranscript.scramble(client: clientPublicKey, server: publicKey)
        let shared = try SRPGroup.cognito.serverSecret(
            clientPublicKey: clientPublicKey.number,
            secret: secret,
            verifier: verifier.verifier,
            scramble: scramble
        )
        return try SRPTranscript.sessionKey(secret: shared, scramble: scramble)
    }
}
