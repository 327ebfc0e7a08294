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

    /// Refuses a device that the user does not have (any more), as its client then goes on without it; a name that nobody
    /// has has no device either.
    func refuseUnknownDevice() throws {
        guard progress.deviceKey != nil, try user.flatMap(knownDevice) == nil else { return }
        throw Refusal.unknownDevice
    }

    /// Goes on as the device that an answer names.
    ///
    /// - Throws: ``Refusal`` if the user does not have it.
    mutating func become(_ deviceKey: String?) throws {
        guard let deviceKey, deviceKey != progress.deviceKey else { return }
        progress.deviceKey = deviceKey
        try refuseUnknownDevice()
    }

    /// Goes on after the password as the device that the proof names, or the sign-in did if the user has that one.
    ///
    /// - Throws: ``Refusal`` if the proof names a device that the user does not have.
    mutating func resumeDevice(_ deviceKey: String?) throws {
        if deviceKey == nil, try user.flatMap(knownDevice) == nil { progress.deviceKey = nil }
        try become(deviceKey)
        try refuseUnknownDevice()
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
        return try isLedByTriggers ? nextRound(after: .devicePasswordVerifier, succeeded: true) : proceed()
    }

    /// The device that signs in, if the user has it.
    func knownDevice(of user: UserRecord) throws -> DeviceRecord? {
        guard let key = progress.deviceKey, pool.tracksDevices,
            let device = try DeviceRecord.fetchOne(call.db, key: ["sub": user.sub, "key": key]), device.isConfirmed
        else { return nil }
        return device
    }
}
