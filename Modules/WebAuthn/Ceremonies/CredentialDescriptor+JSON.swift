internal import ByteCoding

extension CredentialDescriptor {
    /// A member of `excludeCredentials` or `allowCredentials`.
    var json: JSONValue {
        .object(
            JSONObject([
                "type": .string("public-key"),
                "id": .string(Base64URL.encode(id)),
                "transports": transports.isEmpty ? nil : .array(transports.map { .string($0) }),
            ])
        )
    }

    /// Reads one, for the software authenticator; `nil` for another type.
    init?(_ members: Members) throws(WebAuthnError) {
        guard try members.text("type").hasSameBytes(as: "public-key") else { return nil }
        self.init(id: try members.bytes("id"), transports: try members.texts("transports"))
    }
}
