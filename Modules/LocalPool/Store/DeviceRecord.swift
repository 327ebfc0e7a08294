internal import ByteCoding
internal import CognitoSRP
internal import GRDB

/// One device of a user, from the moment that a sign-in offers it a key.
struct DeviceRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "device"

    let sub: String
    let key: String
    let groupKey: String
    var name: String?
    var salt: StoredBytes?
    /// `nil` until the device is confirmed.
    var verifier: StoredBytes?
    var isRemembered = false
    let createdAt: UnixTime
    var modifiedAt: UnixTime
    var authenticatedAt: UnixTime

    /// Whether the device sent a verifier; before that it is nobody's.
    var isConfirmed: Bool { verifier != nil }

    /// What is stored of the device's password; `nil` until it is confirmed.
    func passwordVerifier() throws -> SRPVerifier? {
        guard let salt, let verifier else { return nil }
        return try SRPVerifier(saltBytes: salt.bytes, verifierBytes: verifier.bytes)
    }
}
