internal import BigNum
public import ByteCoding
public import CryptoPrimitives

/// One client side of one SRP-6a exchange, as the service speaks it; make a new value for each sign-in.
///
/// ```swift
/// let client = try SRPClient()
/// // send client.publicKey.hexadecimal as SRP_A, receive the challenge parameters, then
/// let challenge = try SRPChallenge(salt: salt, serverPublicKey: srpB, secretBlock: secretBlock)
/// let identity = try SRPIdentity(userPoolID: "us-east-1_AbCdEfGhI", userID: userIDForSRP)
/// let claim = try client.passwordClaim(for: challenge, identity: identity, password: password, at: now)
/// ```
public struct SRPClient: Sendable {
    /// `A`; its hexadecimal form is sent as `SRP_A`.
    public let publicKey: SRPPublicKey
    private let secret: BigNum

    /// Draws a secret and computes `A = g^a`.
    ///
    /// - Parameters:
    ///   - secretLength: The length of `a`, 256 bits unless told otherwise.
    ///   - random: Where the secret comes from.
    /// - Throws: ``SRPError`` with ``SRPError/Code/noRandomness`` or ``SRPError/Code/computationFailed``.
    public init(
        secretLength: EphemeralSecretLength = .bits256,
        random: RandomBytes = .system
    ) throws(SRPError) {
        try self.init(ephemeralSecret: random.drawSecret(byteCount: secretLength.byteCount))
    }

    /// Fixes the ephemeral secret, so that published vectors can be replayed and a sign-in resumed elsewhere.
    ///
    /// - Parameter ephemeralSecret: `a`, big-endian.
    /// - Throws: ``SRPError`` with ``SRPError/Code/computationFailed``.
    package init(ephemeralSecret: SecretBytes) throws(SRPError) {
        secret = try SRPError.translating { try BigNum(bigEndian: ephemeralSecret) }
        publicKey = try SRPPublicKey(SRPGroup.cognito.power(of: secret))
    }

    /// Answers a challenge with the proof that the password is known.
    ///
    /// - Parameters:
    ///   - challenge: The challenge parameters.
    ///   - identity: Whose password it is: pool name and `USER_ID_FOR_SRP`, or the device's two keys.
    ///   - password: The password's UTF-8 bytes; a device's is the text made when it was confirmed.
    ///   - time: The present moment by a clock that agrees with the service's.
    /// - Returns: The three challenge responses that make up the proof.
    /// - Throws: ``SRPError`` with ``SRPError/Code/degenerateScramble`` or ``SRPError/Code/computationFailed``.
    public func passwordClaim(
        for challenge: SRPChallenge,
        identity: SRPIdentity,
        password: SecretBytes,
        at time: UnixTime
    ) throws(SRPError) -> PasswordClaim {
        let timestamp = try SRPTimestamp(time)
        let signature = try SRPTranscript.signature(
            sessionKey: sessionKey(for: challenge, identity: identity, password: password),
            identity: identity,
            secretBlock: challenge.secretBlock.bytes,
            timestamp: timestamp
        )
        return PasswordClaim(
            signature: Base64.encode(signature),
            secretBlock: challenge.secretBlock.text,
            timestamp: timestamp.text
        )
    }

    /// `K` of this exchange.
    package func sessionKey(
        for challenge: SRPChallenge,
        identity: SRPIdentity,
        password: SecretBytes
    ) throws(SRPError) -> SecretBytes {
        let scramble = try SRPTranscript.scramble(client: publicKey, server: challenge.serverPublicKey)
        let shared = try SRPGroup.cognito.clientSecret(
            serverPublicKey: challenge.serverPublicKey.number,
            secret: secret,
            passwordKey: SRPTranscript.passwordKey(salt: challenge.salt, identity: identity, password: password),
            scramble: scramble
        )
        return try SRPTranscript.sessionKey(secret: shared, scramble: scramble)
    }
}
