internal import ByteCoding
public import CryptoPrimitives

/// A browser and an authenticator in one value, for tests and for servers that sign in with a passkey.
///
/// It keeps its credentials itself (resident, ES256), gives no attestation, and answers as a browser's `toJSON()` does. It
/// refuses what a browser refuses: pages that are not secure, relying parties that the page does not belong to, excluded
/// credentials. Whoever holds the value, or the bytes of ``exported()``, holds the passkeys.
public struct SoftwareAuthenticator: Sendable {
    /// The model that it says it is; 16 bytes, all zero by default.
    public let aaguid: [UInt8]
    /// Whether it says that it has checked who is there.
    public var verifiesUser = true
    /// Whether it says that credentials are synchronised, as passkeys of phones are; then counters stay zero.
    public var isSynchronized = false

    var passkeys: [Passkey] = []
    private let randomness: RandomBytes

    /// Makes an authenticator without credentials.
    ///
    /// - Parameters:
    ///   - aaguid: The model that it says it is; 16 bytes.
    ///   - randomness: Where identifiers come from; keys always come from the system's generator.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/invalidOptions`` for another length of `aaguid`.
    public init(
        aaguid: [UInt8] = [UInt8](repeating: 0, count: 16),
        randomness: RandomBytes = .system
    ) throws(WebAuthnError) {
        guard aaguid.count == 16 else { throw WebAuthnError(.invalidOptions, "an AAGUID has 16 bytes") }
        self.aaguid = aaguid
        self.randomness = randomness
    }

    /// The passkeys, the oldest first.
    public var credentials: [HeldCredential] {
        passkeys.map(\.held)
    }

    /// Forgets a passkey.
    ///
    /// - Parameter id: Its identifier.
    /// - Returns: Whether there was one.
    @discardableResult
    public mutating func remove(_ id: [UInt8]) -> Bool {
        let count = passkeys.count
        passkeys.removeAll { $0.held.id == id }
        return passkeys.count < count
    }

    /// Makes a passkey, as `navigator.credentials.create()` does (W3C Web Authentication §5.1.3 and §6.3.2).
    ///
    /// A passkey for the same relying party and user is replaced.
    ///
    /// - Parameters:
    ///   - options: `PublicKeyCredentialCreationOptionsJSON`.
    ///   - origin: The origin of the page that asks, such as `http://localhost:9229`.
    ///   - topOrigin: The origin of the page that holds that page in a frame, if it is another.
    /// - Returns: `RegistrationResponseJSON` on one line.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/malformed``, ``WebAuthnError/Code/tooLarge``,
    ///   ``WebAuthnError/Code/origin``, ``WebAuthnError/Code/relyingParty``, ``WebAuthnError/Code/algorithm`` if ES256 is
    ///   not asked for, ``WebAuthnError/Code/userVerification`` if it is required but not given,
    ///   ``WebAuthnError/Code/excluded``, ``WebAuthnError/Code/invalidOptions`` or ``WebAuthnError/Code/cryptography``.
    public mutating func register(
        options: String,
        origin: String,
        topOrigin: String? = nil
    ) throws(WebAuthnError) -> String {
        let options = try CreationOptions(json: options)
        let relyingPartyID = try PageOrigin(origin).relyingPartyID(options.relyingPartyID)
        guard options.takesES256 else { throw WebAuthnError(.algorithm, "the options do not take ES256") }
        try checkVerification(options.userVerification)
        let isExcluded = passkeys.contains { passkey in
            passkey.held.relyingPartyID == relyingPartyID && options.excluded.contains { $0.id == passkey.held.id }
        }
        guard !isExcluded else { throw WebAuthnError(.excluded, "a passkey is here that the options exclude") }

        let passkey = try makePasskey(relyingPartyID: relyingPartyID, user: options.user)
        let publicKey = COSEKey(passkey.key.publicKey)
        let data = AuthenticatorData.encode(
            relyingPartyHash: try Self.hash(Array(relyingPartyID.utf8)),
            flags: flags.union(.attestedCredential),
            counter: 0,
            attestedCredential: AuthenticatorData.AttestedCredential(
                aaguid: aaguid,
                id: passkey.held.id,
                publicKey: publicKey
            )
        )
        let clientData = ClientData.encode(.create, challenge: options.challenge, origin: origin, topOrigin: topOrigin)
        let answer = AnswerText(id: passkey.held.id, clientData: clientData, authenticatorData: data)
        let text = try answer.registration(publicKey: publicKey, saysResident: options.asksCredentialProperties)
        passkeys.removeAll { $0.held.relyingPartyID == relyingPartyID && $0.held.user.handle == options.user.handle }
        passkeys.append(passkey)
        return text
    }

    /// Signs in with a passkey, as `navigator.credentials.get()` does (W3C Web Authentication §5.1.4 and §6.3.3).
    ///
    /// Of several passkeys that fit, the newest signs; its counter rises by one, unless passkeys are synchronised.
    ///
    /// - Parameters:
    ///   - options: `PublicKeyCredentialRequestOptionsJSON`.
    ///   - origin: The origin of the page that asks, such as `http://localhost:9229`.
    ///   - topOrigin: The origin of the page that holds that page in a frame, if it is another.
    /// - Returns: `AuthenticationResponseJSON` on one line.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/malformed``, ``WebAuthnError/Code/tooLarge``,
    ///   ``WebAuthnError/Code/origin``, ``WebAuthnError/Code/relyingParty``, ``WebAuthnError/Code/userVerification`` if it
    ///   is required but not given, ``WebAuthnError/Code/noCredential`` or ``WebAuthnError/Code/cryptography``.
    public mutating func authenticate(
        options: String,
        origin: String,
        topOrigin: String? = nil
    ) throws(WebAuthnError) -> String {
        let options = try RequestOptions(json: options)
        let relyingPartyID = try PageOrigin(origin).relyingPartyID(options.relyingPartyID)
        try checkVerification(options.userVerification)
        let index = passkeys.lastIndex { passkey in
            passkey.held.relyingPartyID == relyingPartyID
                && (options.allowed.map { $0.contains { $0.id == passkey.held.id } } ?? true)
        }
        guard let index else { throw WebAuthnError(.noCredential, "no passkey here fits the options") }

        var passkey = passkeys[index]
        if !isSynchronized { passkey.held.counter &+= 1 }
        let data = AuthenticatorData.encode(
            relyingPartyHash: try Self.hash(Array(relyingPartyID.utf8)),
            flags: flags,
            counter: passkey.held.counter
        )
        let clientData = ClientData.encode(.get, challenge: options.challenge, origin: origin, topOrigin: topOrigin)
        let message = data + (try Self.hash(clientData))
        let signature = try WebAuthnError.wrapping { () throws(CryptoError) in try passkey.key.signature(for: message) }
        passkeys[index] = passkey
        return AnswerText(id: passkey.held.id, clientData: clientData, authenticatorData: data)
            .authentication(signature: signature, userHandle: passkey.held.user.handle)
    }

    private var flags: AuthenticatorData.Flags {
        var flags: AuthenticatorData.Flags = [.userPresent]
        if verifiesUser { flags.insert(.userVerified) }
        if isSynchronized { flags.formUnion([.backupEligible, .backedUp]) }
        return flags
    }

    private func checkVerification(_ asked: String?) throws(WebAuthnError) {
        guard verifiesUser || asked != UserVerification.required.rawValue else {
            throw WebAuthnError(.userVerification, "the options require a check of who is there, which is switched off")
        }
    }

    private func makePasskey(relyingPartyID: String, user: PasskeyUser) throws(WebAuthnError) -> Passkey {
        try WebAuthnError.wrapping { () throws(CryptoError) in
            let id = try randomness.make(count: 32)
            let held = HeldCredential(id: id, relyingPartyID: relyingPartyID, user: user, counter: 0)
            return Passkey(held: held, key: try .generate())
        }
    }

    private static func hash(_ bytes: [UInt8]) throws(WebAuthnError) -> [UInt8] {
        try WebAuthnError.wrapping { () throws(CryptoError) in try SHA256.digest(of: bytes) }
    }
}

extension SoftwareAuthenticator: CustomStringConvertible, CustomReflectable {
    /// How many passkeys there are.
    public var description: String { "<software authenticator with \(passkeys.count) passkeys>" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
