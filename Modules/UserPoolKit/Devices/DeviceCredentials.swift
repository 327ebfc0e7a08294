internal import ByteCoding
public import CognitoWire

/// A device that the pool knows, and the password that proves it (the service's page "Working with user devices in your
/// user pool").
///
/// With it a user who may skip second factors on remembered devices does so, and tokens that were issued to the device
/// can be refreshed. It is good for one user only: ``username`` says whose it is.
public struct DeviceCredentials: Codable, Hashable, Sendable {
    /// `DeviceKey`, of the form `region_uuid`.
    public let key: String
    /// `DeviceGroupKey`, which stands for the pool in the proof.
    public let groupKey: String
    /// The password that was made when the device was confirmed; the service has never seen it.
    public let password: Sensitive<String>
    /// The canonical username of the device's user.
    public let username: String

    /// Takes what was kept of a device.
    public init(key: String, groupKey: String, password: Sensitive<String>, username: String) {
        self.key = key
        self.groupKey = groupKey
        self.password = password
        self.username = username
    }

    /// The password as the proof takes it.
    var secret: SecretBytes { SecretBytes(utf8: password.value) }

    /// Compares all four; not in constant time, as nobody else's text is compared.
    public static func == (left: Self, right: Self) -> Bool {
        left.key == right.key && left.groupKey == right.groupKey && left.username == right.username
            && left.password.value == right.password.value
    }

    /// Hashes the key, which no two devices share.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(key)
    }
}

/// What became of the device in a sign-in.
public enum DeviceOutcome: Sendable {
    /// The pool remembers no devices, or was not asked to.
    case none
    /// The user came with a device that the pool knows.
    case known
    /// The pool offered a new device and it was confirmed.
    ///
    /// With `isUndecided` the pool leaves it to the user whether the device is remembered
    /// (`UserConfirmationNecessary`): ask, and call ``UserPool/rememberDevice(_:_:accessToken:)``.
    case confirmed(isUndecided: Bool)
    /// The pool offered a new device and confirming it failed: the user is signed in, and the tokens cannot be refreshed.
    case notConfirmed(UserPoolError)
    /// The pool offered a new device and was told nothing, as ``DevicePolicy/ignore`` asks for: the tokens cannot be
    /// refreshed.
    case ignored
}

/// What to do about a new device that a pool offers.
public enum DevicePolicy: Codable, Hashable, Sendable {
    /// Confirm it under a name for people, as the service's own clients do.
    case confirm(name: String?)
    /// Leave it. Tokens of a pool that tracks devices cannot be refreshed then.
    case ignore
}
