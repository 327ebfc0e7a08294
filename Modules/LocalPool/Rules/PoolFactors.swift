internal import CognitoWire

/// Which factors a pool offers beside the password; whether they are asked for is its `MfaConfiguration`.
struct PoolFactors: StoredSettings {
    /// Codes by text message.
    var usesSMS = false
    /// Codes of an authenticator app.
    var usesSoftwareToken = false
    /// Codes by e-mail, and what the message says.
    var email: EmailMfaConfigType?
    /// How passkeys are made and asked for.
    var webAuthn: WebAuthnConfigurationType?

    static let decodedTexts = DecodedTexts<PoolFactors>()

    /// Whether there is any second factor to ask for.
    var hasSecondFactor: Bool {
        usesSMS || usesSoftwareToken || email != nil
    }
}
