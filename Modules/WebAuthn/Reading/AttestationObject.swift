/// An attestation object (W3C Web Authentication §6.5.4): authenticator data, and who vouches for it.
struct AttestationObject {
    let authenticatorData: AuthenticatorData
    /// What a self attestation's signature is over, before the hash of the client data.
    let authenticatorDataBytes: [UInt8]
    let format: String
    /// A map, but for compound attestations, whose statement is a list.
    let statement: CBORValue

    init(_ bytes: [UInt8]) throws(WebAuthnError) {
        guard let map = try CBORReader().read(bytes).map else {
            throw WebAuthnError(.malformed, "the attestation object is not a map")
        }
        guard map.members.count == 3, let format = map["fmt"]?.text, let statement = map["attStmt"],
            let data = map["authData"]?.bytes
        else {
            throw WebAuthnError(.malformed, "an attestation object is fmt, attStmt and authData, and nothing else")
        }
        authenticatorData = try AuthenticatorData(data)
        authenticatorDataBytes = data
        self.format = format
        self.statement = statement
    }

    /// Checks the attestation under a policy.
    func check(
        _ policy: AttestationPolicy,
        publicKey: COSEKey,
        clientDataHash: [UInt8]
    ) throws(WebAuthnError) {
        switch format {
        case "none":
            guard let map = statement.map, map.members.isEmpty else {
                throw WebAuthnError(.attestation, "an attestation of format none that says something")
            }
        case "packed" where statement.map?["x5c"] == nil:
            // Self attestation (§8.2): the credential's own key signs, which shows that its owner has it.
            guard let map = statement.map, map["alg"]?.int == publicKey.algorithm.rawValue,
                let signature = map["sig"]?.bytes,
                try publicKey.isValidSignature(signature, for: authenticatorDataBytes + clientDataHash)
            else {
                throw WebAuthnError(.attestation, "a self attestation that the credential's key did not sign")
            }
        default:
            guard policy == .unverified else {
                throw WebAuthnError(.attestation, "an attestation was sent though none was asked for")
            }
        }
    }
}
