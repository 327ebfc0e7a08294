internal import ByteCoding
internal import CognitoSRP
public import CognitoWire
public import FoundationEssentials

/// A device as the pool describes it to its user.
public struct Device: Codable, Hashable, Sendable {
    /// `DeviceKey`.
    public let key: String
    /// What the pool knows of it by name, such as `device_name` and `last_ip_used`.
    public let attributes: [String: String]
    /// When it was confirmed.
    public let createdAt: Date?
    /// When it last changed.
    public let modifiedAt: Date?
    /// When its user last signed in with it.
    public let lastSignInAt: Date?

    /// The name for people that it was confirmed under.
    public var name: String? { attributes["device_name"] }

    init(_ device: DeviceType) {
        key = device.deviceKey ?? ""
        let pairs = (device.deviceAttributes ?? []).map { ($0.name, $0.value?.value ?? "") }
        attributes = Dictionary(pairs) { _, last in last }
        createdAt = device.deviceCreateDate?.date
        modifiedAt = device.deviceLastModifiedDate?.date
        lastSignInAt = device.deviceLastAuthenticatedDate?.date
    }
}

/// One page of a list.
public struct Page<Element: Sendable>: Sendable {
    /// What is on it.
    public let elements: [Element]
    /// What asks for the next page; `nil` on the last one.
    public let next: PageToken?
}

extension Page: Equatable where Element: Equatable {}

/// Where a list goes on.
public struct PageToken: Codable, Hashable, Sendable {
    /// The service's text.
    public let value: String

    /// Takes a text of the service.
    public init(_ value: String) {
        self.value = value
    }
}

/// A device that has just been confirmed.
public struct ConfirmedDevice: Sendable {
    /// What to sign in with from now on.
    public let device: DeviceCredentials
    /// Whether the pool leaves it to the user if the device is remembered (`UserConfirmationNecessary`).
    public let isUndecided: Bool
}

extension UserPool {
    /// Makes a new device known to the pool (`ConfirmDevice`), under a password that is made here and proved, never sent.
    ///
    /// A sign-in does it by itself unless ``DevicePolicy/ignore`` says otherwise.
    func confirmDevice(
        key: String,
        groupKey: String,
        named name: String?,
        of tokens: TokenSet
    ) async throws(UserPoolError) -> ConfirmedDevice {
        let random = random
        let (secret, verifier) = try exchanging { () throws(SRPError) in
            let secret = try DeviceSecret(deviceGroupKey: groupKey, deviceKey: key, random: random)
            let verifier = DeviceSecretVerifierConfigType(
                passwordVerifier: try secret.verifier.verifierBase64(),
                salt: try secret.verifier.saltBase64()
            )
            return (secret, verifier)
        }
        let answer = try await call(
            ConfirmDevice.self,
            ConfirmDeviceRequest(
                accessToken: tokens.accessToken,
                deviceKey: key,
                deviceName: name,
                deviceSecretVerifierConfig: verifier
            )
        )
        let device = DeviceCredentials(
            key: key,
            groupKey: groupKey,
            password: Sensitive(secret.password.text),
            username: tokens.username
        )
        return ConfirmedDevice(device: device, isUndecided: answer.userConfirmationNecessary ?? false)
    }

    /// Lists the user's devices, the first page or the one after another (`ListDevices`).
    ///
    /// - Parameters:
    ///   - limit: The most devices of one page, 0 to 60; the service's own number if `nil`.
    ///   - token: Where to go on; `nil` for the first page.
    ///   - accessToken: The user's access token.
    /// - Returns: The page.
    /// - Throws: ``UserPoolError``.
    public func devices(
        limit: Int? = nil,
        after token: PageToken? = nil,
        accessToken: Sensitive<String>
    ) async throws(UserPoolError) -> Page<Device> {
        let request = ListDevicesRequest(accessToken: accessToken, limit: limit, paginationToken: token?.value)
        let answer = try await call(ListDevices.self, request)
        return Page(
            elements: (answer.devices ?? []).map { Device($0) },
            next: answer.paginationToken.map { PageToken($0) }
        )
    }

    /// Reads one device (`GetDevice`).
    ///
    /// - Parameters:
    ///   - key: Its key.
    ///   - accessToken: The user's access token.
    /// - Returns: The device.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/unknownDevice`` if the pool has no such device.
    public func device(_ key: String, accessToken: Sensitive<String>) async throws(UserPoolError) -> Device {
        Device(try await call(GetDevice.self, GetDeviceRequest(deviceKey: key, accessToken: accessToken)).device)
    }

    /// Remembers a device, or does not (`UpdateDeviceStatus`).
    ///
    /// - Parameters:
    ///   - key: The device's key.
    ///   - isRemembered: Whether the device may stand for a second factor, where the pool allows it.
    ///   - accessToken: The user's access token.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/unknownDevice`` if the pool has no such device.
    public func rememberDevice(
        _ key: String,
        _ isRemembered: Bool,
        accessToken: Sensitive<String>
    ) async throws(UserPoolError) {
        _ = try await call(
            UpdateDeviceStatus.self,
            UpdateDeviceStatusRequest(
                accessToken: accessToken,
                deviceKey: key,
                deviceRememberedStatus: isRemembered ? .remembered : .notRemembered
            )
        )
    }

    /// Makes the pool forget a device (`ForgetDevice`); tokens that were issued to it cannot be refreshed any more.
    ///
    /// - Parameters:
    ///   - key: The device's key.
    ///   - accessToken: The user's access token.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/unknownDevice`` if the pool has no such device.
    public func forgetDevice(_ key: String, accessToken: Sensitive<String>) async throws(UserPoolError) {
        _ = try await call(ForgetDevice.self, ForgetDeviceRequest(deviceKey: key, accessToken: accessToken))
    }
}
