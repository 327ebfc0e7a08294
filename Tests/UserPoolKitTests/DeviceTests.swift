import ByteCoding
import CognitoWire
import Testing
import UserPoolKit

@Suite("Devices") struct DeviceTests {
    private let password = SecretBytes(utf8: KitUnderTest.password)

    private func tracked() async throws -> KitUnderTest {
        let kit = try await KitUnderTest()
        try await kit.rememberDevices()
        try await kit.makeUser()
        return kit
    }

    @Test("a new device is confirmed, proves itself, and its tokens are refreshed", arguments: RefreshMethod.all)
    func signInWithDevice(method: RefreshMethod) async throws {
        let kit = try await KitUnderTest(secret: "abcdefghijklmnopqrstuvwxyz", refresh: method)
        try await kit.rememberDevices()
        try await kit.makeUser()
        let options = SignInOptions(devicePolicy: .confirm(name: "laptop"))
        let first = try await kit.pool.signIn(username: "alice", password: password, options: options).signedIn
        let device = try #require(first.session.device)
        #expect(device.username == "alice")
        #expect(try await kit.pool.device(device.key, accessToken: first.session.accessToken).name == "laptop")
        let second = try await kit.pool.signIn(username: "alice", password: password, device: device).signedIn
        guard case .known = second.device else { throw UnexpectedStep(description: "\(second.device)") }
        let fresh = try await kit.pool.refresh(second.session)
        #expect(fresh.device == device && fresh.accessToken.value != second.session.accessToken.value)
        var lost = fresh
        lost.device = nil
        await expectRefusal("refreshTokenInvalid") { try await kit.pool.refresh(lost) }
    }

    @Test("a device that the pool has forgotten is left behind, and a new one takes its place")
    func forgotten() async throws {
        let kit = try await tracked()
        let first = try await kit.signIn()
        let device = try #require(first.device)
        try await kit.pool.forgetDevice(device.key, accessToken: first.accessToken)
        let again = try await kit.pool.signIn(username: "alice", password: password, device: device).signedIn
        guard case .confirmed = again.device else { throw UnexpectedStep(description: "\(again.device)") }
        #expect(try #require(again.session.device).key != device.key)
        await expectRefusal("unknownDevice") {
            try await kit.pool.device(device.key, accessToken: again.session.accessToken)
        }
    }

    @Test("a device whose password is wrong is left behind too")
    func wrongDevicePassword() async throws {
        let kit = try await tracked()
        let device = try #require(try await kit.signIn().device)
        let impostor = DeviceCredentials(
            key: device.key,
            groupKey: device.groupKey,
            password: Sensitive("wrong"),
            username: "alice"
        )
        let again = try await kit.pool.signIn(username: "alice", password: password, device: impostor).signedIn
        guard case .confirmed = again.device else { throw UnexpectedStep(description: "\(again.device)") }
    }

    @Test("a wrong password stays wrong with a device")
    func wrongPassword() async throws {
        let kit = try await tracked()
        let device = try await kit.signIn().device
        await expectRefusal("invalidCredentials") {
            try await kit.pool.signIn(username: "alice", password: SecretBytes(utf8: "Wr0ng-one!"), device: device)
        }
    }

    @Test("devices are listed by pages, remembered or not, and forgotten")
    func list() async throws {
        let kit = try await tracked()
        for _ in 1...3 { _ = try await kit.signIn() }
        let session = try await kit.signIn()
        let first = try await kit.pool.devices(limit: 3, accessToken: session.accessToken)
        #expect(first.elements.count == 3)
        let rest = try await kit.pool.devices(limit: 3, after: first.next, accessToken: session.accessToken)
        #expect(Set((first.elements + rest.elements).map(\.key)).count == 4 && rest.next == nil)
        let key = try #require(first.elements.first).key
        try await kit.pool.rememberDevice(key, false, accessToken: session.accessToken)
        try await kit.pool.forgetDevice(key, accessToken: session.accessToken)
        #expect(try await kit.pool.devices(accessToken: session.accessToken).elements.count == 3)
        await expectRefusal("unknownDevice") {
            try await kit.pool.rememberDevice(key, true, accessToken: session.accessToken)
        }
    }

    @Test("a device that cannot be confirmed does not keep the user out, and is reported")
    func notConfirmed() async throws {
        let service = ScriptedService { call in
            call.operation == "ConfirmDevice"
                ? FakeTokens.error("InternalErrorException", "not now") : FakeTokens.resultWithDevice
        }
        let pool = try service.pool()
        let user = try await pool.signIn(username: "alice", password: password, flow: .password).signedIn
        guard case .notConfirmed(let error) = user.device else { throw UnexpectedStep(description: "\(user.device)") }
        #expect(error.code == .serviceFailed && user.session.device == nil)
        let options = SignInOptions(devicePolicy: .ignore)
        let calls = service.calls.count
        let other = try await pool.signIn(username: "alice", password: password, flow: .password, options: options)
        guard case .ignored = try other.signedIn.device else { throw UnexpectedStep(description: "\(other)") }
        #expect(service.calls.count == calls + 1)
    }

    @Test("a proof is sent again without the device, if only the answer says that it is gone")
    func resend() async throws {
        let user = try SRPUser(username: "alice", password: KitUnderTest.password)
        let service = ScriptedService { call in
            switch (call.operation, call.text("ChallengeResponses", "DEVICE_KEY")) {
            case ("InitiateAuth", _): user.challenge
            case (_, .some): FakeTokens.error("ResourceNotFoundException", "Device does not exist.")
            default: FakeTokens.result()
            }
        }
        let device = DeviceCredentials(key: "d", groupKey: "g", password: Sensitive("p"), username: "alice")
        let done = try await service.pool().signIn(username: "alice", password: password, device: device).signedIn
        #expect(done.session.device == nil)
        let calls = service.calls
        #expect(calls.map(\.operation) == ["InitiateAuth", "RespondToAuthChallenge", "RespondToAuthChallenge"])
        #expect(
            calls[1].text("ChallengeResponses", "PASSWORD_CLAIM_SIGNATURE")
                == calls[2].text("ChallengeResponses", "PASSWORD_CLAIM_SIGNATURE")
        )
    }
}

extension RefreshMethod {
    static let all: [RefreshMethod] = [.automatic, .rotation, .classic]
}
