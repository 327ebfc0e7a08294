internal import ByteCoding
internal import CognitoWire
internal import GRDB
internal import WebAuthn

/// One passkey of a user.
struct PasskeyRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "passkey"

    let sub: String
    /// The identifier in base64url, unique among all passkeys.
    let credentialID: String
    private var credential: StoredCredential
    /// What lists call it.
    let name: String
    let relyingPartyID: String
    let attachment: String?
    let transports: [String]
    let createdAt: UnixTime

    init(_ credential: Credential, sub: String, relyingPartyID: String, at time: UnixTime) {
        self.sub = sub
        self.relyingPartyID = relyingPartyID
        credentialID = Base64URL.encode(credential.id)
        self.credential = StoredCredential(credential)
        name = "Passkey"
        attachment = credential.attachment
        transports = credential.transports
        createdAt = time
    }

    /// What a sign-in is checked against.
    func verifiable() throws -> Credential {
        Credential(
            id: try Base64URL.decode(credentialID),
            publicKey: try COSEKey(bytes: Base64URL.decode(credential.publicKey)),
            userHandle: Array(sub.utf8),
            counter: credential.counter,
            isUserVerified: credential.isUserVerified,
            isBackupEligible: credential.isBackupEligible,
            isBackedUp: credential.isBackedUp,
            transports: transports,
            attachment: attachment,
            aaguid: try Base64URL.decode(credential.aaguid)
        )
    }

    /// Keeps what a sign-in has shown: the counter above all.
    mutating func update(_ credential: Credential) {
        self.credential = StoredCredential(credential)
    }

    /// The passkey as the service lists it.
    var described: WebAuthnCredentialDescription {
        WebAuthnCredentialDescription(
            authenticatorTransports: transports,
            createdAt: createdAt,
            credentialID: credentialID,
            friendlyCredentialName: name,
            relyingPartyID: relyingPartyID,
            authenticatorAttachment: attachment
        )
    }
}

/// The part of a passkey that nobody sorts or searches by.
private struct StoredCredential: Codable {
    let publicKey: String
    let counter: UInt32
    let isUserVerified: Bool
    let isBackupEligible: Bool
    let isBackedUp: Bool
    let aaguid: String

    init(_ credential: Credential) {
        publicKey = Base64URL.encode(credential.publicKey.bytes)
        counter = credential.counter
        isUserVerified = credential.isUserVerified
        isBackupEligible = credential.isBackupEligible
        isBackedUp = credential.isBackedUp
        aaguid = Base64URL.encode(credential.aaguid)
    }
}

/// A registration of a passkey that waits for its answer; a user has one at most.
struct PasskeyRegistrationRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "passkeyRegistration"

    let sub: String
    /// With which client the user began it.
    let clientID: String
    /// The challenge in base64url.
    let challenge: String
    let expiresAt: UnixTime
}
