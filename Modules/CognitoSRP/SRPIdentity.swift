/// Whose password is proved, in the two parts that enter every hash: `poolName` and `USER_ID_FOR_SRP`.
public struct SRPIdentity: Hashable, Sendable {
    /// For a user, the part of the user pool id after its first `_`; for a device, the device group key.
    public let scope: String
    /// For a user, `USER_ID_FOR_SRP` as the service sent it, which is not always what was typed; for a device, its key.
    public let name: String

    /// A user of a pool.
    ///
    /// - Parameters:
    ///   - userPoolID: The whole id, `region_name`.
    ///   - userID: `USER_ID_FOR_SRP` from the challenge parameters. Its bytes are used as they are: no normalisation.
    /// - Throws: ``SRPError`` with ``SRPError/Code/malformedPoolID`` if a part is missing.
    public init(userPoolID: String, userID: String) throws(SRPError) {
        let parts = userPoolID.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard let region = parts.first, let poolName = parts.dropFirst().first, !region.isEmpty, !poolName.isEmpty
        else {
            throw SRPError(.malformedPoolID, "a user pool id has the form region_name, as in us-east-1_AbCdEfGhI")
        }
        self.init(scope: String(poolName), name: userID)
    }

    /// A device, as `NewDeviceMetadata` names it.
    public init(deviceGroupKey: String, deviceKey: String) {
        self.init(scope: deviceGroupKey, name: deviceKey)
    }

    private init(scope: String, name: String) {
        self.scope = scope
        self.name = name
    }

    /// The bytes of both parts, one after the other.
    var bytes: [UInt8] {
        Array(scope.utf8) + Array(name.utf8)
    }
}
