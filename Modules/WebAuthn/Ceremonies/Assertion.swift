internal import ByteCoding

/// One sign-in with a passkey, from its options to the verdict (W3C Web Authentication §7.2).
///
/// A value like any other: a server that answers the second call in another process makes it again of the same challenge
/// and policies. Each challenge is for one answer; keeping count of that is the caller's business.
public struct Assertion: Hashable, Sendable {
    /// The credentials that may sign; empty leaves the choice to the authenticator, which then must say whose its is.
    public let allowed: [CredentialDescriptor]

    private let ceremony: Ceremony

    /// Starts a sign-in.
    ///
    /// - Parameters:
    ///   - relyingParty: Who asks.
    ///   - challenge: From 16 to 1024 random bytes, new for each sign-in.
    ///   - allowed: The credentials of the user who wants to sign in; empty if the user is not known yet.
    ///   - userVerification: Whether the authenticator must check who is there.
    ///   - timeout: How long the client is to wait, at most an hour; only a hint to it.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/invalidOptions``.
    public init(
        relyingParty: RelyingParty,
        challenge: [UInt8],
        allowed: [CredentialDescriptor] = [],
        userVerification: UserVerification = .preferred,
        timeout: Duration = .seconds(60)
    ) throws(WebAuthnError) {
        self.allowed = allowed
        ceremony = try Ceremony(
            relyingParty: relyingParty,
            challenge: challenge,
            userVerification: userVerification,
            timeout: timeout
        )
    }

    /// The options for the client: `PublicKeyCredentialRequestOptionsJSON` (Level 3 §5.1.9), on one line.
    ///
    /// `CREDENTIAL_REQUEST_OPTIONS` of the challenge `WEB_AUTHN` is such a text.
    public var optionsJSON: String {
        JSONObject([
            "challenge": .string(Base64URL.encode(ceremony.challenge)),
            "timeout": ceremony.timeoutJSON,
            "rpId": .string(ceremony.relyingParty.id),
            "allowCredentials": .array(allowed.map(\.json)),
            "userVerification": .string(ceremony.userVerification.rawValue),
        ]).text
    }

    /// Checks an answer to the options against the record of the credential that it names.
    ///
    /// The checks come in this order: the credential, the user handle; type, challenge, origin, frames; relying party, user
    /// presence, user verification, backup flags; the signature; the counter. The counter must rise, unless it is zero both
    /// in the record and in the answer: one that does not may come from a copy of the key, and is refused.
    ///
    /// - Parameters:
    ///   - response: The answer.
    ///   - credential: The record under ``AuthenticationResponse/credentialID``.
    /// - Returns: The record to keep from now on, and what the sign-in has shown.
    /// - Throws: ``WebAuthnError`` with the code of the first check that failed.
    public func verify(
        _ response: AuthenticationResponse,
        with credential: Credential
    ) throws(WebAuthnError) -> VerifiedAssertion {
        try checkOwner(response, credential)
        try response.clientData.check(.get, challenge: ceremony.challenge, relyingParty: ceremony.relyingParty)
        let data = response.authenticatorData
        try ceremony.check(data)
        guard data.flags.contains(.backupEligible) == credential.isBackupEligible else {
            throw WebAuthnError(.backup, "whether a credential can have a backup does not change")
        }
        let message = response.authenticatorDataBytes + response.clientData.hash
        guard try credential.publicKey.isValidSignature(response.signature, for: message) else {
            throw WebAuthnError(.signature, "the signature is not the credential's")
        }
        guard data.counter > credential.counter || (data.counter == 0 && credential.counter == 0) else {
            throw WebAuthnError(.counter, "the signature counter did not rise; there may be a copy of the key")
        }
        var updated = credential
        updated.counter = data.counter
        updated.isBackedUp = data.flags.contains(.backedUp)
        updated.isUserVerified = credential.isUserVerified || data.flags.contains(.userVerified)
        return VerifiedAssertion(credential: updated, isUserVerified: data.flags.contains(.userVerified))
    }

    private func checkOwner(_ response: AuthenticationResponse, _ credential: Credential) throws(WebAuthnError) {
        guard response.credentialID == credential.id else {
            throw WebAuthnError(.credential, "the answer names another credential than the record")
        }
        guard allowed.isEmpty || allowed.contains(where: { $0.id == credential.id }) else {
            throw WebAuthnError(.credential, "the answer names a credential that was not asked for")
        }
        guard let userHandle = response.userHandle else {
            guard !allowed.isEmpty else {
                throw WebAuthnError(.userHandle, "an answer to options without credentials says whose it is")
            }
            return
        }
        guard userHandle == credential.userHandle else {
            throw WebAuthnError(.userHandle, "the credential belongs to another user")
        }
    }
}

/// A sign-in with a passkey that was verified; only verification makes one.
public struct VerifiedAssertion: Hashable, Sendable {
    /// The record with its new counter and backup state, to be kept in place of the old one.
    public let credential: Credential
    /// Whether the authenticator checked who was there, this time.
    public let isUserVerified: Bool
}
