internal import ByteCoding
internal import CognitoWire
internal import GRDB
internal import WebAuthn

extension SignIn {
    /// Whether the user has a passkey that can begin this sign-in.
    func hasPasskey() throws -> Bool {
        guard let user, pool.takesPasskeys else { return false }
        let rules = try PasskeyRules(of: pool, endpoint: call.endpoint)
        return try !call.passkeys(of: user, relyingPartyID: rules.relyingParty.id).isEmpty
    }

    /// Asks for a passkey.
    func passkeyChallenge() throws -> SignInStep {
        let request = try passkeyRequest()
        return try challenge(.webAuthn, request.parameters) { $0.passkeyChallenge = request.challenge }
    }

    /// What a challenge that a passkey can answer says and remembers.
    func passkeyRequest() throws -> (parameters: [String: String], challenge: String) {
        let challenge = try call.makePasskeyChallenge()
        let options = try passkeyAssertion(challenge).optionsJSON
        return (["CREDENTIAL_REQUEST_OPTIONS": options], Base64URL.encode(challenge))
    }

    /// Reads the answer of a passkey; what cannot be read costs no session.
    static func readPasskey(_ credential: String) throws -> AuthenticationResponse {
        try Refusal.translating { () throws(WebAuthnError) in try AuthenticationResponse(json: credential) }
    }

    /// Judges the answer of a passkey.
    ///
    /// - Parameters:
    ///   - answer: What the client sent, read.
    ///   - challenge: What was asked, in base64url; `nil` if no passkey was asked for.
    /// - Returns: What comes next.
    /// - Throws: ``Refusal``.
    mutating func answer(passkey answer: AuthenticationResponse, to challenge: String?) throws -> SignInStep {
        guard let user, let challenge else { throw Refusal.wrongCredentials }
        let assertion = try passkeyAssertion(Base64URL.decode(challenge))
        let key = ["sub": user.sub, "credentialID": Base64URL.encode(answer.credentialID)]
        guard var record = try PasskeyRecord.fetchOne(call.db, key: key) else { throw Refusal.wrongCredentials }
        let credential = try record.verifiable()
        do throws(WebAuthnError) {
            record.update(try assertion.verify(answer, with: credential).credential)
        } catch {
            guard error.code != .cryptography else { throw error }
            throw Refusal.wrongCredentials
        }
        try record.update(call.db)
        try refuseClosed(user)
        return try pass(.passkey)
    }

    private func passkeyAssertion(_ challenge: [UInt8]) throws -> Assertion {
        guard let user else { throw Refusal.wrongCredentials }
        let rules = try PasskeyRules(of: pool, endpoint: call.endpoint)
        let passkeys = try call.passkeys(of: user, relyingPartyID: rules.relyingParty.id)
        guard !passkeys.isEmpty else { throw Refusal.wrongCredentials }
        return try Assertion(
            relyingParty: rules.relyingParty,
            challenge: challenge,
            allowed: passkeys.map { try $0.verifiable().descriptor },
            userVerification: rules.userVerification
        )
    }
}
