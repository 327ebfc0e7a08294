/// What a browser answers to creation options: `RegistrationResponseJSON` (W3C Web Authentication Level 3 §5.1).
///
/// Reading believes nothing; ``Registration/verify(_:)`` does the checks.
public struct RegistrationResponse: Sendable {
    /// The identifier that the new credential claims.
    public let credentialID: [UInt8]

    let clientData: ClientData
    let attestation: AttestationObject
    let attachment: String?
    let transports: [String]

    /// Reads the answer, whose binary members are canonical base64url; members that are not known are passed over.
    ///
    /// - Parameter json: A JSON object of at most 128 KiB.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/malformed``, ``WebAuthnError/Code/tooLarge``,
    ///   ``WebAuthnError/Code/algorithm`` or ``WebAuthnError/Code/invalidKey``.
    public init(json: String) throws(WebAuthnError) {
        let answer = try CredentialAnswer(json: json)
        credentialID = answer.id
        attachment = answer.attachment
        clientData = try ClientData(answer.response.bytes("clientDataJSON"))
        attestation = try AttestationObject(answer.response.bytes("attestationObject"))
        transports = try answer.response.texts("transports")
        guard transports.count <= 16, transports.allSatisfy({ $0.utf8.count <= 64 }) else {
            throw WebAuthnError(.tooLarge, "transports of the credential are too many or too long")
        }
    }
}
