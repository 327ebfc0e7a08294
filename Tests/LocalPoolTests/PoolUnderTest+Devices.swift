import ByteCoding
import CognitoSRP
import CognitoWire
import CryptoPrimitives
import GRDB
import Testing

@testable import LocalPool

/// What a client keeps of a device.
struct HeldDevice: Sendable {
    let key: String
    let groupKey: String
    let secret: DeviceSecret

    init(_ metadata: NewDeviceMetadataType?) throws {
        key = try #require(metadata?.deviceKey)
        groupKey = try #require(metadata?.deviceGroupKey)
        secret = try DeviceSecret(deviceGroupKey: groupKey, deviceKey: key, random: .seeded(11))
    }

    var verifierConfig: DeviceSecretVerifierConfigType {
        get throws {
            DeviceSecretVerifierConfigType(
                passwordVerifier: try secret.verifier.verifierBase64(),
                salt: try secret.verifier.saltBase64()
            )
        }
    }
}

/// Devices, as clients handle them.
extension PoolUnderTest {
    /// Changes the settings of the pool.
    func configure(_ change: @escaping @Sendable (inout UserPoolType) -> Void) async throws {
        try await pool.database.write { db in
            var record = try #require(try UserPoolRecord.fetchOne(db, key: Self.poolID))
            change(&record.details)
            try record.update(db)
        }
    }

    /// Lets the pool track devices.
    func trackDevices(sparingSecondFactor: Bool = false, onPrompt: Bool = false) async throws {
        try await configure {
            $0.deviceConfiguration = DeviceConfigurationType(
                challengeRequiredOnNewDevice: sparingSecondFactor,
                deviceOnlyRememberedOnUserPrompt: onPrompt
            )
        }
    }

    @discardableResult
    func confirm(
        _ device: HeldDevice,
        by result: AuthenticationResultType,
        named name: String? = "Laptop"
    ) async throws -> ConfirmDeviceResponse {
        try await call(
            ConfirmDevice.self,
            ConfirmDeviceRequest(
                accessToken: #require(result.accessToken),
                deviceKey: device.key,
                deviceName: name,
                deviceSecretVerifierConfig: device.verifierConfig
            )
        )
    }

    /// Signs in without a device, and confirms the one that is offered.
    func makeDevice(_ username: String = "alice") async throws -> (device: HeldDevice, tokens: AuthenticationResultType)
    {
        let tokens = try #require(try await signInWithSRP(username).authenticationResult)
        let device = try HeldDevice(tokens.newDeviceMetadata)
        try await confirm(device, by: tokens)
        return (device, tokens)
    }

    /// A sign-in with SRP that names a device, up to the tokens or the next challenge.
    func signIn(
        _ username: String = "alice",
        as device: HeldDevice
    ) async throws -> RespondToAuthChallengeResponse {
        try await respond(.passwordVerifier, proof(username).merging(["DEVICE_KEY": device.key]) { $1 })
    }

    /// Answers `DEVICE_SRP_AUTH`, and returns the proof for what comes back.
    func deviceProof(
        of device: HeldDevice,
        _ username: String = "alice",
        password: SecretBytes? = nil,
        session: Sensitive<String>?,
        asAdministrator: Bool = false
    ) async throws -> [String: String] {
        let client = try SRPClient(random: .seeded(8))
        let answer = try await respond(
            .deviceSRPAuth,
            ["USERNAME": username, "DEVICE_KEY": device.key, "SRP_A": client.publicKey.hexadecimal],
            session: session,
            asAdministrator: asAdministrator
        )
        #expect(answer.challengeName == .devicePasswordVerifier)
        let received = try #require(answer.challengeParameters)
        #expect(received["DEVICE_KEY"] == device.key)
        let claim = try client.passwordClaim(
            for: SRPChallenge(
                salt: #require(received["SALT"]),
                serverPublicKey: #require(received["SRP_B"]),
                secretBlock: #require(received["SECRET_BLOCK"])
            ),
            identity: SRPIdentity(deviceGroupKey: device.groupKey, deviceKey: device.key),
            password: password ?? device.secret.password,
            at: clock.now
        )
        return [
            "USERNAME": username, "DEVICE_KEY": device.key,
            "PASSWORD_CLAIM_SIGNATURE": claim.signature,
            "PASSWORD_CLAIM_SECRET_BLOCK": claim.secretBlock,
            "TIMESTAMP": claim.timestamp,
        ]
    }

    func refresh(
        _ token: Sensitive<String>?,
        deviceKey: String? = nil
    ) async throws -> AuthenticationResultType {
        var parameters = ["REFRESH_TOKEN": try #require(token?.value)]
        parameters["DEVICE_KEY"] = deviceKey
        return try #require(try await initiate(.refreshTokenAuth, parameters).authenticationResult)
    }
}
