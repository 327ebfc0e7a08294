import ByteCoding
import CognitoWire
import LocalPool
import Testing

@Suite("Devices") struct DeviceTests {
    private static let unknown = "Device does not exist."
    private static let neverMade = "local_00000000-0000-4000-8000-000000000000"
    let under: PoolUnderTest

    init() async throws {
        under = try PoolUnderTest()
        try await under.makeUser()
        try await under.trackDevices()
    }

    @Test("a sign-in without a device is offered one, which is its user's once it is confirmed")
    func confirm() async throws {
        let tokens = try await under.tokens()
        let device = try HeldDevice(tokens.newDeviceMetadata)
        #expect(device.key.wholeMatch(of: #/local_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/#) != nil)
        #expect(device.groupKey.wholeMatch(of: #/-[0-9A-Za-z]{8}/#) != nil)
        #expect(try await devices(of: tokens).isEmpty)
        #expect(try await under.confirm(device, by: tokens).userConfirmationNecessary == false)
        let listed = try await devices(of: tokens)
        #expect(listed.map(\.deviceKey) == [device.key])
        let attributes = listed.first?.deviceAttributes?.map { "\($0.name)=\($0.value?.value ?? "")" }
        #expect(
            attributes == [
                "device_status=valid", "device_name=Laptop",
                "dev:device_arn=arn:aws:cognito-idp:local:000000000000:owner/alice.local_AbCdEfGhI/device/\(device.key)",
                "dev:device_owner=alice.local_AbCdEfGhI", "dev:device_remembered_status=remembered",
            ]
        )
    }

    @Test("a pool that does not track devices offers none")
    func untracked() async throws {
        try await under.configure { $0.deviceConfiguration = nil }
        #expect(try await under.tokens().newDeviceMetadata == nil)
    }

    @Test("a device is confirmed once, by the sign-in that it was offered to")
    func confirmElsewhere() async throws {
        let (first, second) = (try await under.tokens(), try await under.tokens())
        let device = try HeldDevice(first.newDeviceMetadata)
        await expectRefusal("InvalidParameterException", "Invalid device key given.") {
            try await under.confirm(device, by: second)
        }
        try await under.confirm(device, by: first)
        await expectRefusal("DeviceKeyExistsException") { try await under.confirm(device, by: first) }
    }

    @Test("a verifier or salt that is none is refused, and leaves the device to be confirmed")
    func malformedVerifier() async throws {
        let tokens = try await under.tokens()
        let device = try HeldDevice(tokens.newDeviceMetadata)
        let good = try device.verifierConfig
        let configs: [DeviceSecretVerifierConfigType?] = [
            nil,
            .init(passwordVerifier: good.passwordVerifier, salt: nil),
            .init(passwordVerifier: nil, salt: good.salt),
            .init(passwordVerifier: "not base64!", salt: good.salt),
            .init(passwordVerifier: good.passwordVerifier, salt: "not base64!"),
            .init(passwordVerifier: good.passwordVerifier, salt: ""),
            .init(passwordVerifier: "AA==", salt: good.salt),
            .init(passwordVerifier: Base64.encode([UInt8](repeating: 0xff, count: 384)), salt: good.salt),
        ]
        for config in configs {
            await expectRefusal("InvalidParameterException") {
                try await under.call(
                    ConfirmDevice.self,
                    ConfirmDeviceRequest(
                        accessToken: #require(tokens.accessToken),
                        deviceKey: device.key,
                        deviceSecretVerifierConfig: config
                    )
                )
            }
        }
        #expect(try await under.confirm(device, by: tokens).userConfirmationNecessary == false)
    }

    @Test("where users decide, a device is remembered only after they have said so")
    func prompt() async throws {
        try await under.trackDevices(onPrompt: true)
        let tokens = try await under.tokens()
        let device = try HeldDevice(tokens.newDeviceMetadata)
        #expect(try await under.confirm(device, by: tokens).userConfirmationNecessary == true)
        #expect(try await devices(of: tokens).isEmpty)
        await expectRefusal("ResourceNotFoundException", Self.unknown) { try await get(device.key, tokens) }
        #expect(try await status(device.key) == "not_remembered")
        try await update(device.key, to: .remembered, tokens)
        #expect(try await get(device.key, tokens).deviceKey == device.key)
        #expect(try await devices(of: tokens).count == 1)
        try await update(device.key, to: .notRemembered, tokens)
        #expect(try await devices(of: tokens).isEmpty)
        #expect(try await status(device.key) == "not_remembered")
    }

    @Test("a status that is none, or none at all, is refused")
    func unknownStatus() async throws {
        let (device, tokens) = try await under.makeDevice()
        for status in [DeviceRememberedStatusType(rawValue: "valid"), nil] {
            await expectRefusal("InvalidParameterException") { try await update(device.key, to: status, tokens) }
            await expectRefusal("InvalidParameterException") { try await adminUpdate(device.key, to: status) }
        }
        #expect(try await status(device.key) == "remembered")
    }

    @Test("a forgotten device is gone for its user and for administrators")
    func forget() async throws {
        let (device, tokens) = try await under.makeDevice()
        try await forget(device.key, tokens)
        #expect(try await devices(of: tokens).isEmpty)
        await expectRefusal("ResourceNotFoundException", Self.unknown) { try await get(device.key, tokens) }
        await expectRefusal("ResourceNotFoundException", Self.unknown) { try await forget(device.key, tokens) }
        await expectRefusal("ResourceNotFoundException", Self.unknown) {
            try await update(device.key, to: .remembered, tokens)
        }
        await expectRefusal("ResourceNotFoundException", Self.unknown) { try await status(device.key) }
        await expectRefusal("ResourceNotFoundException", Self.unknown) { try await adminForget(device.key) }
    }

    @Test("administrators see, change and forget devices")
    func administer() async throws {
        let (device, tokens) = try await under.makeDevice()
        try await adminUpdate(device.key, to: .notRemembered)
        #expect(try await status(device.key) == "not_remembered")
        #expect(try await devices(of: tokens).isEmpty)
        #expect(try await adminList().devices?.map(\.deviceKey) == [device.key])
        try await adminForget(device.key)
        #expect(try await adminList().devices?.isEmpty == true)
        await expectRefusal("ResourceNotFoundException", Self.unknown) {
            try await adminUpdate(device.key, to: .remembered)
        }
    }

    @Test("devices that nobody has, of users that are not there, of somebody else, are refused")
    func strangers() async throws {
        let (device, _) = try await under.makeDevice()
        try await under.makeUser("bob", attributes: ["email": "bob@example.com"])
        let bob = try await under.tokens("bob")
        await expectRefusal("ResourceNotFoundException", Self.unknown) { try await get(device.key, bob) }
        await expectRefusal("ResourceNotFoundException", Self.unknown) { try await forget(device.key, bob) }
        await expectRefusal("ResourceNotFoundException", Self.unknown) { try await get(Self.neverMade, bob) }
        await expectRefusal("ResourceNotFoundException", Self.unknown) { try await status(Self.neverMade) }
        await expectRefusal("UserNotFoundException") { try await status(device.key, "nobody") }
        await expectRefusal("UserNotFoundException") { try await adminList("nobody") }
        await expectRefusal("NotAuthorizedException") {
            try await under.call(
                GetDevice.self,
                GetDeviceRequest(deviceKey: device.key, accessToken: Sensitive("a.b.c"))
            )
        }
        await expectRefusal("InvalidParameterException", "Missing required parameter AccessToken") {
            try await under.call(ForgetDevice.self, ForgetDeviceRequest(deviceKey: device.key))
        }
        #expect(try await status(device.key) == "remembered")
    }

    @Test("devices come in pages")
    func pages() async throws {
        let keys = try await [1, 2, 3].asyncMap { _ in try await under.makeDevice().device.key }.sorted()
        let tokens = try await under.tokens()
        var (seen, token): ([String], String?) = ([], nil)
        repeat {
            let page = try await under.call(
                ListDevices.self,
                ListDevicesRequest(accessToken: #require(tokens.accessToken), limit: 2, paginationToken: token)
            )
            #expect((page.devices?.count ?? 3) <= 2)
            seen += page.devices?.compactMap(\.deviceKey) ?? []
            token = page.paginationToken
        } while token != nil
        #expect(seen == keys)
        await expectRefusal("InvalidParameterException") {
            try await under.call(
                ListDevices.self,
                ListDevicesRequest(accessToken: #require(tokens.accessToken), paginationToken: "%")
            )
        }
    }

    private func devices(of tokens: AuthenticationResultType) async throws -> [DeviceType] {
        let request = ListDevicesRequest(accessToken: try #require(tokens.accessToken))
        return try await under.call(ListDevices.self, request).devices ?? []
    }

    private func get(_ key: String, _ tokens: AuthenticationResultType) async throws -> DeviceType {
        try await under.call(GetDevice.self, GetDeviceRequest(deviceKey: key, accessToken: tokens.accessToken)).device
    }

    private func update(
        _ key: String,
        to status: DeviceRememberedStatusType?,
        _ tokens: AuthenticationResultType
    ) async throws {
        try await under.call(
            UpdateDeviceStatus.self,
            UpdateDeviceStatusRequest(
                accessToken: #require(tokens.accessToken),
                deviceKey: key,
                deviceRememberedStatus: status
            )
        )
    }

    private func forget(_ key: String, _ tokens: AuthenticationResultType) async throws {
        try await under.call(ForgetDevice.self, ForgetDeviceRequest(deviceKey: key, accessToken: tokens.accessToken))
    }

    private func status(_ key: String, _ username: String = "alice") async throws -> String? {
        let request = AdminGetDeviceRequest(
            deviceKey: key,
            userPoolID: PoolUnderTest.poolID,
            username: Sensitive(username)
        )
        let attributes = try await under.call(AdminGetDevice.self, request).device.deviceAttributes
        return attributes?.first { $0.name == "dev:device_remembered_status" }?.value?.value
    }

    private func adminList(_ username: String = "alice") async throws -> AdminListDevicesResponse {
        try await under.call(
            AdminListDevices.self,
            AdminListDevicesRequest(userPoolID: PoolUnderTest.poolID, username: Sensitive(username))
        )
    }

    private func adminUpdate(_ key: String, to status: DeviceRememberedStatusType?) async throws {
        try await under.call(
            AdminUpdateDeviceStatus.self,
            AdminUpdateDeviceStatusRequest(
                deviceKey: key,
                userPoolID: PoolUnderTest.poolID,
                username: "alice",
                deviceRememberedStatus: status
            )
        )
    }

    private func adminForget(_ key: String) async throws {
        try await under.call(
            AdminForgetDevice.self,
            AdminForgetDeviceRequest(deviceKey: key, userPoolID: PoolUnderTest.poolID, username: "alice")
        )
    }
}
