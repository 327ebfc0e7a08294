internal import ByteCoding
internal import CryptoPrimitives

/// What both ceremonies ask for and check.
struct Ceremony: Hashable, Sendable {
    let relyingParty: RelyingParty
    let challenge: [UInt8]
    let userVerification: UserVerification
    let timeout: Duration

    init(
        relyingParty: RelyingParty,
        challenge: [UInt8],
        userVerification: UserVerification,
        timeout: Duration
    ) throws(WebAuthnError) {
        guard (16...1024).contains(challenge.count) else {
            throw WebAuthnError(.invalidOptions, "a challenge has from 16 to 1024 random bytes")
        }
        guard timeout > .zero, timeout <= .seconds(3600) else {
            throw WebAuthnError(.invalidOptions, "a ceremony's time is more than none and at most an hour")
        }
        self.relyingParty = relyingParty
        self.challenge = challenge
        self.userVerification = userVerification
        self.timeout = timeout
    }

    /// The time in whole milliseconds, as options write it.
    var timeoutJSON: JSONValue {
        let (seconds, attoseconds) = timeout.components
        return .number(JSONNumber(seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }

    /// The checks on authenticator data that §7.1 and §7.2 share.
    func check(_ data: AuthenticatorData) throws(WebAuthnError) {
        let hash = try WebAuthnError.wrapping { () throws(CryptoError) in
            try SHA256.digest(of: Array(relyingParty.id.utf8))
        }
        guard data.relyingPartyHash == hash else {
            throw WebAuthnError(.relyingParty, "the authenticator answers for another relying party")
        }
        guard data.flags.contains(.userPresent) else {
            throw WebAuthnError(.userPresence, "nobody touched the authenticator")
        }
        guard userVerification != .required || data.flags.contains(.userVerified) else {
            throw WebAuthnError(.userVerification, "the authenticator did not check who was there")
        }
        guard data.flags.contains(.backupEligible) || !data.flags.contains(.backedUp) else {
            throw WebAuthnError(.backup, "a credential has a backup that it cannot have")
        }
    }
}
