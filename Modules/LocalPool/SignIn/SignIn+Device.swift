internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import GRDB

extension SignIn {
    /// The device that signs in, if the user has it remembered.
    func rememberedDevice(of user: UserRecord) throws -> DeviceRecord? {
        guard let device = try knownDevice(of: user), device.isRemembered else { return nil }
        return device
    }

    /// Refuses a device that the user does not have (any more), as its client then goes on without it.
    func refuseUnknownDevice() throws {
        guard let user, progress.deviceKey != nil, try knownDevice(of: user) == nil else { return }
        throw Refusal.unknownDevice
    }

    /// Asks the device for its `SRP_A`.
    func deviceChallenge(_ key: String) throws -> SignInStep {
        try challenge(.deviceSRPAuth, ["USERNAME": progress.username, "DEVICE_KEY": key])
    }

    /// Answers the device's `SRP_A`.
    func answerDevice(_ sent: SentParameters) throws -> SignInStep {
        let publicKey = try sent.required("SRP_A")
        guard let user, try sent.required("DEVICE_KEY") == progress.deviceKey,
            let device = try rememberedDevice(of: user)
        else { throw Refusal.unknownDevice }
        return try deviceProofChallenge(device, clientPublicKey: publicKey)
    }

    /// Goes on after a right proof of a device.
    mutating func passDevice() throws -> SignInStep {
        guard let user, var device = try rememberedDevice(of: user) else { throw Refusal.unknownDevice }
        device.authenticatedAt = call.now
        try device.update(call.db)
        progress.passedDevice = true
        return try proceed()
    }

    private func knownDevice(of user: UserRecord) throws -> DeviceRecord? {
        guard let key = progress.deviceKey, pool.tracksDevices,
            let device = try DeviceRecord.fetchOne(call.db, key: ["sub": user.sub, "key": key]), device.isConfirmed
        else { return nil }
        return device
    }
}

extension Call {
    /// Offers a device key to whoever signed in without one; the device is nobody's until it is confirmed.
    func makeDevice(for user: UserRecord, in pool: UserPoolRecord) throws -> NewDeviceMetadataType {
        let region = pool.id.prefix { $0 != "_" }
        let device = DeviceRecord(
            sub: user.sub,
            key: "\(region)_\(try random.makeUUID())",
            groupKey: "-\(try random.makeDeviceGroupName())",
            createdAt: now,
            modifiedAt: now,
            authenticatedAt: now
        )
        try device.insert(db)
        return NewDeviceMetadataType(deviceGroupKey: device.groupKey, deviceKey: device.key)
    }
}
