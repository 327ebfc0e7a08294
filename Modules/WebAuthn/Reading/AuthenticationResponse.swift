/// What a browser answers to request options: `AuthenticationResponseJSON` (W3C Web Authentication Level 3 §5.1).
///
/// Reading believes nothing. ``credentialID`` and ``userHandle`` serve to find the record of the credential, which
/// ``Assertion/verify(_:with:)`` then needs.
public struct AuthenticationResponse: Sendable {
    /// The identifier of the credential that claims to have signed.
    public let credentialID: [UInt8]
    /// Whose credential it claims to be, if it says so.
    public let userHandle: [UInt8]?

    let clientData: ClientData
    let authenticatorData: AuthenticatorData
    let authenticatorDataBytes: [UInt8]
    let signature: [UInt8]

    /// Reads the answer, whose binary members are canonical base64url; members that are not known are passed over.
    ///
    /// - Parameter json: A JSON object of at most 128 KiB.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/malformed`` or ``WebAuthnError/Code/tooLarge``.
    public init(json: String) throws(WebAuthnError) {
        let answer = try CredentialAnswer(json: json)
        credentialID = answer.id
        clientData = try ClientData(answer.response.bytes("clientDataJSON"))
        authenticatorDataBytes = try answer.response.bytes("authenticatorData")
        authenticatorData = try AuthenticatorData(authenticatorDataBytes)
        signature = try answer.response.bytes("signature")
        userHandle = try answer.response.optionalBytes("userHandle")
        guard authenticatorData.attestedCredential == nil else {
            throw WebAuthnError(.malformed, "a sign-in's authenticator data holds a new credential")
        }
    }
}
