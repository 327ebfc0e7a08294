internal import CognitoWire

extension SessionKeeper {
    /// The device of a user, to sign in with; it is there whether the user is signed in or not.
    ///
    /// - Parameter name: The canonical username, or any name that the user ever signed in with, however it is spelled.
    /// - Returns: The device; `nil` if none is known.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func device(for name: String) async throws(UserPoolError) -> DeviceCredentials? {
        if let device = try await device(of: name) { return device }
        guard let user = try await user(for: name), user != name else { return nil }
        return try await device(of: user)
    }

    /// Keeps the device of a user in place of the last one; a session that has a device brings it along by itself.
    ///
    /// - Parameters:
    ///   - device: The device, which says whose it is.
    ///   - typedName: What the person typed to sign in; it leads to the device from now on.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func keep(_ device: DeviceCredentials, typedName: String? = nil) async throws(UserPoolError) {
        try await put(try StoredRecords.write(DeviceRecord(device: device)), under: key(.device, device.username))
        try await learn(device.username, for: device.username)
        if let typedName { try await learn(typedName, for: device.username) }
    }

    /// Forgets the device of a user here, such as after the service said that it does not exist.
    ///
    /// - Parameter name: The canonical username, or any name that the user ever signed in with.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func forgetDevice(for name: String) async throws(UserPoolError) {
        try await remove(key(.device, name))
        if let user = try await user(for: name), user != name { try await remove(key(.device, user)) }
    }

    private func device(of user: String) async throws(UserPoolError) -> DeviceCredentials? {
        guard let entry = try await store.load(key(.device, user)) else { return nil }
        return try StoredRecords.read(DeviceRecord.self, version: DeviceRecord.currentVersion, from: entry).device
    }
}
