/// The record of one passkey: what a server keeps of a registration and needs for a sign-in.
public struct Credential: Hashable, Sendable {
    /// The identifier, from 1 to 1023 bytes; unique among all credentials of the relying party.
    public let id: [UInt8]
    /// The key that signs.
    public let publicKey: COSEKey
    /// Whose credential it is: the user handle that the creation options named.
    public let userHandle: [UInt8]
    /// The signature counter as it was seen last; zero with most passkeys that are synchronised.
    public var counter: UInt32
    /// Whether the authenticator ever checked who was there.
    public var isUserVerified: Bool
    /// Whether the credential can be backed up or synchronised; fixed at registration.
    public let isBackupEligible: Bool
    /// Whether it had a backup when it was used last.
    public var isBackedUp: Bool
    /// How its authenticator can be reached, as the client said, such as `internal`, `hybrid` or `usb`.
    public var transports: [String]
    /// `platform` or `cross-platform`, as the client said, if it did.
    public var attachment: String?
    /// The model of the authenticator, for which nobody vouches: 16 bytes, all zero if it does not say.
    public let aaguid: [UInt8]

    /// Names it in options.
    public var descriptor: CredentialDescriptor {
        CredentialDescriptor(id: id, transports: transports)
    }

    /// Makes a record out of what was stored.
    ///
    /// - Parameters:
    ///   - id: The identifier.
    ///   - publicKey: The key; ``COSEKey/init(bytes:)`` reads it again.
    ///   - userHandle: Whose credential it is.
    ///   - counter: The signature counter.
    ///   - isUserVerified: Whether the authenticator ever checked who was there.
    ///   - isBackupEligible: Whether it can be backed up.
    ///   - isBackedUp: Whether it had a backup when it was used last.
    ///   - transports: How its authenticator can be reached.
    ///   - attachment: `platform` or `cross-platform`, if known.
    ///   - aaguid: The model of the authenticator.
    public init(
        id: [UInt8],
        publicKey: COSEKey,
        userHandle: [UInt8],
        counter: UInt32,
        isUserVerified: Bool,
        isBackupEligible: Bool,
        isBackedUp: Bool,
        transports: [String] = [],
        attachment: String? = nil,
        aaguid: [UInt8] = [UInt8](repeating: 0, count: 16)
    ) {
        self.id = id
        self.publicKey = publicKey
        self.userHandle = userHandle
        self.counter = counter
        self.isUserVerified = isUserVerified
        self.isBackupEligible = isBackupEligible
        self.isBackedUp = isBackedUp
        self.transports = transports
        self.attachment = attachment
        self.aaguid = aaguid
    }
}
