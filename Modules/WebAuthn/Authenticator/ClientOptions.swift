internal import ByteCoding

/// `PublicKeyCredentialCreationOptionsJSON`, as far as the software authenticator looks at it.
struct CreationOptions {
    let relyingPartyID: String?
    let user: PasskeyUser
    let challenge: [UInt8]
    let takesES256: Bool
    let excluded: [CredentialDescriptor]
    let userVerification: String?
    let asksCredentialProperties: Bool

    init(json: String) throws(WebAuthnError) {
        let options = try Members(json: json.utf8.span, of: "the creation options")
        relyingPartyID = try options.members("rp").optionalText("id")
        let user = try options.members("user")
        self.user = try PasskeyUser(
            handle: user.bytes("id"),
            name: user.text("name"),
            displayName: user.optionalText("displayName")
        )
        challenge = try options.bytes("challenge")
        let algorithms = try options.list("pubKeyCredParams").compactMap { parameter in
            parameter.value("alg")?.number?.int64
        }
        // An empty list means the two algorithms that everybody takes (§5.1.3, step 10).
        takesES256 = algorithms.isEmpty || algorithms.contains(COSEAlgorithm.es256.rawValue)
        excluded = try CredentialDescriptor.list("excludeCredentials", of: options)
        userVerification = try options.optionalMembers("authenticatorSelection")?.optionalText("userVerification")
        asksCredentialProperties = try options.optionalMembers("extensions")?.optionalBool("credProps") ?? false
    }
}

/// `PublicKeyCredentialRequestOptionsJSON`, as far as the software authenticator looks at it.
struct RequestOptions {
    let relyingPartyID: String?
    let challenge: [UInt8]
    /// The credentials that may sign; `nil` if any may.
    let allowed: [CredentialDescriptor]?
    let userVerification: String?

    init(json: String) throws(WebAuthnError) {
        let options = try Members(json: json.utf8.span, of: "the request options")
        relyingPartyID = try options.optionalText("rpId")
        challenge = try options.bytes("challenge")
        let isAnyAllowed = try options.list("allowCredentials").isEmpty
        allowed = isAnyAllowed ? nil : try CredentialDescriptor.list("allowCredentials", of: options)
        userVerification = try options.optionalText("userVerification")
    }
}

extension CredentialDescriptor {
    /// Reads a list of descriptors; types that are not known are passed over.
    fileprivate static func list(_ name: String, of options: Members) throws(WebAuthnError) -> [CredentialDescriptor] {
        var descriptors: [CredentialDescriptor] = []
        for members in try options.list(name) {
            if let descriptor = try CredentialDescriptor(members) { descriptors.append(descriptor) }
        }
        return descriptors
    }
}
