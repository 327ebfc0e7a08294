public import ByteCoding
public import CryptoPrimitives

/// The password that a client invents for a device, and what it tells the service about it in `ConfirmDevice`.
public struct DeviceSecret: Sendable {
    /// The device password, base64 text of 40 random bytes; kept by the client, never sent.
    public let password: SecretBytes
    /// What the service is given: `Salt` and `PasswordVerifier` of `DeviceSecretVerifierConfig`.
    public let verifier: SRPVerifier

    /// Invents a password for the device that `NewDeviceMetadata` names and computes its verifier.
    ///
    /// - Throws: ``SRPError`` with ``SRPError/Code/noRandomness`` or ``SRPError/Code/computationFailed``.
    public init(
        deviceGroupKey: String,
        deviceKey: String,
        random: RandomBytes = .system
    ) throws(SRPError) {
        password = try SecretBytes(utf8: random.drawSecret(byteCount: 40).withBytes { Base64.encode($0) })
        verifier = try SRPVerifier(
            identity: SRPIdentity(deviceGroupKey: deviceGroupKey, deviceKey: deviceKey),
            password: password,
            random: random
        )
    }
}
