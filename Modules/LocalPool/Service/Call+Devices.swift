internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import GRDB

extension Call {
    /// How long a device key that was offered can be confirmed: no access token lives longer.
    private static var offerLifetime: Duration { .seconds(24 * 3600) }

    /// Offers a device key to whoever signed in without one; the device is nobody's until it is confirmed.
    func makeDevice(for user: UserRecord, in pool: UserPoolRecord) throws -> NewDeviceMetadataType {
        let oldest = now.adding(.zero - Self.offerLifetime).stored
        try DeviceRecord
            .filter(Column("sub") == user.sub && Column("verifier") == nil && Column("createdAt") < oldest)
            .deleteAll(db)
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

    /// Makes an offered device its user's, from the sign-in that it was offered to.
    ///
    /// It is remembered at once, unless the pool leaves that to the user.
    ///
    /// - Parameters:
    ///   - key: The key that was offered.
    ///   - name: What the user calls it.
    ///   - verifier: What stands for its password.
    ///   - bearer: Who calls.
    /// - Returns: The device.
    /// - Throws: ``Refusal`` if the key was not offered to that sign-in, or the device is confirmed already.
    func confirmDevice(
        _ key: String,
        named name: String?,
        verifier: SRPVerifier,
        by bearer: Bearer
    ) throws -> DeviceRecord {
        guard bearer.family.deviceKey == key, let configuration = bearer.pool.details.deviceConfiguration,
            var device = try DeviceRecord.fetchOne(db, key: ["sub": bearer.user.sub, "key": key])
        else { throw Refusal.invalidParameter("Invalid device key given.") }
        guard !device.isConfirmed else { throw Refusal(.deviceKeyExists, "Device already exists.") }
        device.name = name
        device.salt = StoredBytes(try verifier.saltBytes())
        device.verifier = StoredBytes(try verifier.verifierBytes())
        device.isRemembered = configuration.deviceOnlyRememberedOnUserPrompt != true
        device.modifiedAt = now
        try device.update(db)
        return device
    }

    /// A confirmed device of a user.
    ///
    /// - Throws: ``Refusal`` if there is none of that key.
    func device(_ key: String, of user: UserRecord) throws -> DeviceRecord {
        let device = try DeviceRecord.fetchOne(db, key: ["sub": user.sub, "key": key])
        guard let device, device.isConfirmed else { throw Refusal.unknownDevice }
        return device
    }

    /// One page of a user's confirmed devices, by key.
    func devices(
        of user: UserRecord,
        rememberedOnly: Bool = false,
        _ page: Page
    ) throws -> (devices: [DeviceType], token: String?) {
        var devices = DeviceRecord.filter(Column("sub") == user.sub && Column("verifier") != nil)
        if rememberedOnly { devices = devices.filter(Column("isRemembered") == true) }
        let shown = try page.fetch(devices, by: "key", \.key, in: db)
        return (shown.entries.map { $0.described(of: user) }, shown.token)
    }

    /// Remembers a device of a user, or does so no longer.
    ///
    /// - Throws: ``Refusal`` if there is no such device, or no such status.
    func updateDevice(_ key: String, of user: UserRecord, to status: DeviceRememberedStatusType?) throws {
        guard let status else { throw Refusal.missingParameter("DeviceRememberedStatus") }
        guard DeviceRememberedStatusType.known.contains(status) else {
            throw Refusal.invalidParameter(
                "1 validation error detected: Value at 'deviceRememberedStatus' failed to satisfy constraint: "
                    + "Member must satisfy enum value set: [remembered, not_remembered]"
            )
        }
        var device = try device(key, of: user)
        device.isRemembered = status == .remembered
        device.modifiedAt = now
        try device.update(db)
    }

    /// Forgets a device of a user: its refresh tokens are worth nothing from now on.
    ///
    /// - Throws: ``Refusal`` if there is no such device.
    func forgetDevice(_ key: String, of user: UserRecord) throws {
        try device(key, of: user).delete(db)
    }
}

extension DeviceRecord {
    /// Reads `DeviceSecretVerifierConfig`.
    ///
    /// - Throws: ``Refusal`` unless both texts are base64 of numbers that can be a salt and a verifier.
    static func readVerifier(salt: String, passwordVerifier: String) throws -> SRPVerifier {
        do throws(SRPError) {
            return try SRPVerifier(saltBase64: salt, verifierBase64: passwordVerifier)
        } catch {
            guard error.code == .malformedSalt || error.code == .malformedVerifier else { throw error }
            throw Refusal.invalidParameter("Invalid DeviceSecretVerifierConfig: \(error.message)")
        }
    }

    /// The device as the service shows it.
    func described(of user: UserRecord) -> DeviceType {
        let owner = "\(user.username).\(user.poolID)"
        let region = user.poolID.prefix { $0 != "_" }
        let attributes = [
            ("device_status", "valid"),
            ("device_name", name),
            ("dev:device_arn", "arn:aws:cognito-idp:\(region):000000000000:owner/\(owner)/device/\(key)"),
            ("dev:device_owner", owner),
            ("dev:device_remembered_status", status.rawValue),
        ]
        return DeviceType(
            deviceAttributes: attributes.compactMap { name, value in
                value.map { AttributeType(name: name, value: Sensitive($0)) }
            },
            deviceCreateDate: createdAt,
            deviceKey: key,
            deviceLastAuthenticatedDate: authenticatedAt,
            deviceLastModifiedDate: modifiedAt
        )
    }

    private var status: DeviceRememberedStatusType {
        isRemembered ? .remembered : .notRemembered
    }
}
