internal import ByteCoding

/// What both kinds of answers have in common (W3C Web Authentication Level 3 §5.1, `toJSON`).
struct CredentialAnswer {
    let id: [UInt8]
    let attachment: String?
    let response: Members

    init(json: String) throws(WebAuthnError) {
        let members = try Members(json: json.utf8.span, of: "the credential")
        guard try members.text("type").hasSameBytes(as: "public-key") else {
            throw WebAuthnError(.malformed, "the credential is not a public key")
        }
        id = try members.bytes("id")
        guard try members.bytes("rawId") == id else {
            throw WebAuthnError(.malformed, "id and rawId of the credential differ")
        }
        guard (1...AuthenticatorData.maximumIDByteCount).contains(id.count) else {
            throw WebAuthnError(.malformed, "a credential's identifier has from 1 to 1023 bytes")
        }
        attachment = try members.optionalText("authenticatorAttachment")
        guard (attachment?.utf8.count ?? 0) <= 64 else {
            throw WebAuthnError(.tooLarge, "authenticatorAttachment of the credential is too long")
        }
        _ = try members.optionalMembers("clientExtensionResults")
        response = try members.members("response")
    }
}
