internal import ByteCoding

/// One registration of a passkey, from its options to the record of the credential (W3C Web Authentication §7.1).
///
/// A value like any other: a server that answers the second call in another process makes it again of the same challenge,
/// user and policies. Each challenge is for one answer; keeping count of that is the caller's business, and so is refusing
/// a credential whose identifier is known already.
public struct Registration: Hashable, Sendable {
    /// Whom the passkey is made for.
    public let user: PasskeyUser
    /// The algorithms that are taken, the most wanted first.
    public var algorithms: [COSEAlgorithm] = [.es256, .rs256]
    /// The user's credentials, so that no authenticator gets a second one.
    public var excluding: [CredentialDescriptor] = []
    /// `platform` or `cross-platform`, to ask for one kind of authenticator only; an answer of the other kind is taken.
    public var attachment: String?
    /// Whether the authenticator must keep the credential itself, so that people can sign in without typing a name.
    public var isResidentKeyRequired = true
    /// What may vouch for the credential.
    public var attestation = AttestationPolicy.none

    private let ceremony: Ceremony

    /// Starts a registration.
    ///
    /// - Parameters:
    ///   - relyingParty: Who asks.
    ///   - user: Whom the passkey is made for.
    ///   - challenge: From 16 to 1024 random bytes, new for each registration.
    ///   - userVerification: Whether the authenticator must check who is there.
    ///   - timeout: How long the client is to wait, at most an hour; only a hint to it.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/invalidOptions``.
    public init(
        relyingParty: RelyingParty,
        user: PasskeyUser,
        challenge: [UInt8],
        userVerification: UserVerification = .preferred,
        timeout: Duration = .seconds(60)
    ) throws(WebAuthnError) {
        self.user = user
        ceremony = try Ceremony(
            relyingParty: relyingParty,
            challenge: challenge,
            userVerification: userVerification,
            timeout: timeout
        )
    }

    /// The options for the client: `PublicKeyCredentialCreationOptionsJSON` (Level 3 §5.1.8), on one line.
    ///
    /// `StartWebAuthnRegistration` answers with such an object. `attestation` is left out, which means `none`.
    public var optionsJSON: String {
        var selection: [JSONObject.Member] = []
        if let attachment {
            selection.append(JSONObject.Member(name: "authenticatorAttachment", value: .string(attachment)))
        }
        selection += [
            JSONObject.Member(name: "requireResidentKey", value: .bool(isResidentKeyRequired)),
            JSONObject.Member(name: "residentKey", value: .string(isResidentKeyRequired ? "required" : "preferred")),
            JSONObject.Member(name: "userVerification", value: .string(ceremony.userVerification.rawValue)),
        ]
        let relyingParty = JSONObject([
            "id": .string(ceremony.relyingParty.id), "name": .string(ceremony.relyingParty.name),
        ])
        let user = JSONObject([
            "id": .string(Base64URL.encode(user.handle)),
            "name": .string(user.name),
            "displayName": .string(user.displayName),
        ])
        let parameters = algorithms.map { algorithm in
            JSONValue.object(
                JSONObject(["type": .string("public-key"), "alg": .number(JSONNumber(algorithm.rawValue))])
            )
        }
        return JSONObject([
            "rp": .object(relyingParty),
            "user": .object(user),
            "challenge": .string(Base64URL.encode(ceremony.challenge)),
            "pubKeyCredParams": .array(parameters),
            "timeout": ceremony.timeoutJSON,
            "excludeCredentials": .array(excluding.map(\.json)),
            "authenticatorSelection": .object(JSONObject(members: selection)),
        ]).text
    }

    /// Checks an answer to the options.
    ///
    /// The checks come in this order: type, challenge, origin, frames; relying party, user presence, user verification,
    /// backup flags; the new credential, its identifier, its algorithm, and that it is new; the attestation.
    ///
    /// - Parameter response: The answer.
    /// - Returns: The record to keep.
    /// - Throws: ``WebAuthnError`` with the code of the first check that failed.
    public func verify(_ response: RegistrationResponse) throws(WebAuthnError) -> Credential {
        try response.clientData.check(.create, challenge: ceremony.challenge, relyingParty: ceremony.relyingParty)
        let data = response.attestation.authenticatorData
        try ceremony.check(data)
        guard let made = data.attestedCredential else {
            throw WebAuthnError(.malformed, "a registration's authenticator data holds no new credential")
        }
        guard made.id == response.credentialID else {
            throw WebAuthnError(.credential, "the client names another credential than the authenticator")
        }
        guard algorithms.contains(made.publicKey.algorithm) else {
            throw WebAuthnError(.algorithm, "a public key of an algorithm that was not asked for")
        }
        guard !excluding.contains(where: { $0.id == made.id }) else {
            throw WebAuthnError(.excluded, "a credential that is registered already")
        }
        try response.attestation.check(
            attestation,
            publicKey: made.publicKey,
            clientDataHash: response.clientData.hash
        )
        return Credential(
            id: made.id,
            publicKey: made.publicKey,
            userHandle: user.handle,
            counter: data.counter,
            isUserVerified: data.flags.contains(.userVerified),
            isBackupEligible: data.flags.contains(.backupEligible),
            isBackedUp: data.flags.contains(.backedUp),
            transports: response.transports,
            attachment: response.attachment,
            aaguid: made.aaguid
        )
    }
}
