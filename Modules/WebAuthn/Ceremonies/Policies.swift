/// Whether the authenticator checks who is there, by PIN or finger (W3C Web Authentication §5.8.6).
public enum UserVerification: String, Hashable, Sendable, CaseIterable {
    /// An answer without it is refused.
    case required
    /// Asked for; an answer without it is taken.
    case preferred
    /// Not asked for.
    case discouraged
}

/// What may vouch for a new credential.
///
/// No certificate is ever checked: this room does not tell makers of authenticators apart.
public enum AttestationPolicy: Hashable, Sendable {
    /// Format `none`, or a self attestation (`packed` without certificates), whose signature is checked.
    case none
    /// The same, and any other format, whose statement is not looked at.
    ///
    /// This is as safe as ``none``, which asks nobody to vouch either. It takes clients that send an attestation
    /// although none was asked for.
    case unverified
}

/// Names a credential in options (W3C Web Authentication §5.8.3).
public struct CredentialDescriptor: Hashable, Sendable {
    /// The credential's identifier.
    public let id: [UInt8]
    /// How its authenticator can be reached, such as `internal`, `hybrid` or `usb`.
    public let transports: [String]

    /// Names a credential.
    ///
    /// - Parameters:
    ///   - id: Its identifier.
    ///   - transports: What its registration said about transports; empty if nothing.
    public init(id: [UInt8], transports: [String] = []) {
        self.id = id
        self.transports = transports
    }
}
