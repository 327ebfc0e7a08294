import ByteCoding
import CognitoSRP
import CognitoWire
import LocalPool
import Testing

@Suite("Sign-in with a device") struct DeviceSignInTests {
    private static let unknown = "Device does not exist."
    private static let invalidRefresh = "Invalid Refresh Token"
    let under: PoolUnderTest

    init() async throws {
        under = try PoolUnderTest()
        try await under.makeUser()
        try await under.trackDevices()
    }

    @Test("a remembered device proves its own password, and is in the tokens", arguments: [true, false])
    func deviceSRP(sendsSession: Bool) async throws {
        let (device, _) = try await under.makeDevice()
        under.clock.advance(by: .seconds(60))
        let step = try await under.signIn(as: device)
        #expect(step.challengeName == .deviceSRPAuth && step.authenticationResult == nil)
        let proof = try await under.deviceProof(of: device, session: sendsSession ? step.session : nil)
        let result = try await under.respond(.devicePasswordVerifier, proof).authenticationResult
        #expect(result?.newDeviceMetadata == nil)
        #expect(try claims(result)["device_key"]?.string == device.key)
        #expect(try await under.refresh(result?.refreshToken, deviceKey: device.key).accessToken != nil)
        // Neither the proof nor the session works again.
        await expectRefusal("NotAuthorizedException") { try await under.respond(.devicePasswordVerifier, proof) }
        await expectRefusal("NotAuthorizedException") {
            try await under.deviceProof(of: device, session: step.session)
        }
    }

    @Test("where no session is sent, the user's name or alias and the device find the sign-in")
    func withoutSession() async throws {
        try await under.configure { $0.aliasAttributes = [.email] }
        try await under.makeUser("carol", attributes: ["email": "carol@example.com"])
        let (device, _) = try await under.makeDevice("carol")
        let alice = try await under.makeDevice().device
        _ = try await under.signIn("carol@example.com", as: device)
        for (name, device) in [("alice", device), ("nobody", device), ("carol", alice)] {
            await expectRefusal("NotAuthorizedException", "Invalid session for the user.") {
                try await under.deviceProof(of: device, name, session: nil)
            }
        }
        let proof = try await under.deviceProof(of: device, "carol@example.com", session: nil)
        #expect(try await under.respond(.devicePasswordVerifier, proof).authenticationResult != nil)
    }

    @Test("a proof of another device password is refused, and the sign-in with it")
    func wrongDevicePassword() async throws {
        let (device, _) = try await under.makeDevice()
        let step = try await under.signIn(as: device)
        let proof = try await under.deviceProof(
            of: device,
            password: SecretBytes(utf8: "another"),
            session: step.session
        )
        await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
            try await under.respond(.devicePasswordVerifier, proof)
        }
        await expectRefusal("NotAuthorizedException") {
            try await under.deviceProof(of: device, session: step.session)
        }
    }

    @Test("the proof of a device is none of a user's password, and the other way round")
    func proofsDoNotMix() async throws {
        let (device, _) = try await under.makeDevice()
        let step = try await under.signIn(as: device)
        let proof = try await under.deviceProof(of: device, session: step.session)
        await expectRefusal("NotAuthorizedException") { try await under.respond(.passwordVerifier, proof) }
        let own = try await under.proof().merging(["DEVICE_KEY": device.key]) { $1 }
        await expectRefusal("NotAuthorizedException") { try await under.respond(.devicePasswordVerifier, own) }
    }

    @Test("a remembered device spares the second factor, if the pool says so")
    func sparedFactor() async throws {
        let (device, code) = try await deviceOfUserWithFactor(sparing: true)
        let step = try await under.signIn(as: device)
        #expect(step.challengeName == .deviceSRPAuth)
        let proof = try await under.deviceProof(of: device, session: step.session)
        #expect(try await under.respond(.devicePasswordVerifier, proof).authenticationResult != nil)
        // Without the device the factor is asked for, and its code is not the old one's.
        let other = try await under.signInWithSRP()
        #expect(other.challengeName == .smsMFA)
        await expectRefusal("CodeMismatchException") { try await answerFactor(code, other.session) }
    }

    @Test("a remembered device comes after the second factor, if it does not spare it")
    func factorThenDevice() async throws {
        let (device, _) = try await deviceOfUserWithFactor(sparing: false)
        let step = try await under.signIn(as: device)
        #expect(step.challengeName == .smsMFA)
        let next = try await answerFactor(under.code(), step.session)
        #expect(next.challengeName == .deviceSRPAuth)
        let proof = try await under.deviceProof(of: device, session: next.session)
        #expect(try await under.respond(.devicePasswordVerifier, proof).authenticationResult != nil)
    }

    @Test("a device that is not remembered spares nothing and proves nothing, but is known")
    func notRemembered() async throws {
        let (device, _) = try await deviceOfUserWithFactor(sparing: true)
        try await under.call(
            AdminUpdateDeviceStatus.self,
            AdminUpdateDeviceStatusRequest(
                deviceKey: device.key,
                userPoolID: PoolUnderTest.poolID,
                username: "alice",
                deviceRememberedStatus: .notRemembered
            )
        )
        let step = try await under.signIn(as: device)
        #expect(step.challengeName == .smsMFA)
        let result = try await answerFactor(under.code(), step.session).authenticationResult
        #expect(result?.accessToken != nil && result?.newDeviceMetadata == nil)
        #expect(try await under.refresh(result?.refreshToken, deviceKey: device.key).accessToken != nil)
    }

    @Test("after \"Device does not exist.\" the same proof works without the device, once")
    func resentProof() async throws {
        let (device, tokens) = try await under.makeDevice()
        try await forget(device, tokens)
        let proof = try await under.proof()
        await expectRefusal("ResourceNotFoundException", Self.unknown) {
            try await under.respond(.passwordVerifier, proof.merging(["DEVICE_KEY": device.key]) { $1 })
        }
        let result = try await under.respond(.passwordVerifier, proof).authenticationResult
        #expect(result?.newDeviceMetadata?.deviceKey != nil)
        await expectRefusal("NotAuthorizedException") { try await under.respond(.passwordVerifier, proof) }
    }

    @Test("a wrong password hears nothing of devices")
    func wrongPasswordAndUnknownDevice() async throws {
        let (device, tokens) = try await under.makeDevice()
        try await forget(device, tokens)
        let wrong = "Incorrect username or password."
        await expectRefusal("NotAuthorizedException", wrong) {
            let proof = try await under.proof(password: "Passw0rd?")
            return try await under.respond(.passwordVerifier, proof.merging(["DEVICE_KEY": device.key]) { $1 })
        }
        for username in ["alice", "nobody"] {
            await expectRefusal("NotAuthorizedException", wrong) {
                try await under.initiate(
                    .userPasswordAuth,
                    ["USERNAME": username, "PASSWORD": "Passw0rd?", "DEVICE_KEY": device.key]
                )
            }
            await expectRefusal("ResourceNotFoundException", Self.unknown) {
                try await under.initiate(.userAuth, ["USERNAME": username, "DEVICE_KEY": device.key])
            }
        }
        await expectRefusal("ResourceNotFoundException", Self.unknown) {
            try await under.initiate(
                .userPasswordAuth,
                ["USERNAME": "alice", "PASSWORD": PoolUnderTest.password, "DEVICE_KEY": device.key]
            )
        }
    }

    @Test("a device named at the beginning alone is the one that signs in")
    func deviceOfTheBeginning() async throws {
        let (device, _) = try await under.makeDevice()
        let step = try await under.initiate(
            .userPasswordAuth,
            ["USERNAME": "alice", "PASSWORD": PoolUnderTest.password, "DEVICE_KEY": device.key]
        )
        #expect(step.challengeName == .deviceSRPAuth)
        let proof = try await under.deviceProof(of: device, session: step.session)
        #expect(try await under.respond(.devicePasswordVerifier, proof).authenticationResult != nil)
    }

    @Test("an unknown device in the answer to a factor costs no session")
    func unknownDeviceWithFactor() async throws {
        let (device, _) = try await deviceOfUserWithFactor(sparing: false)
        let step = try await under.signInWithSRP()
        let answer = ["USERNAME": "alice", "SMS_MFA_CODE": try await under.code()]
        await expectRefusal("ResourceNotFoundException", Self.unknown) {
            let key = "local_00000000-0000-4000-8000-000000000000"
            return try await under.respond(
                .smsMFA,
                answer.merging(["DEVICE_KEY": key]) { $1 },
                session: step.session
            )
        }
        let next = try await under.respond(
            .smsMFA,
            answer.merging(["DEVICE_KEY": device.key]) { $1 },
            session: step.session
        )
        #expect(next.challengeName == .deviceSRPAuth)
    }

    @Test("a device that is forgotten half way signs nobody in")
    func forgottenHalfWay() async throws {
        let (device, tokens) = try await under.makeDevice()
        let step = try await under.signIn(as: device)
        let proof = try await under.deviceProof(of: device, session: step.session)
        try await forget(device, tokens)
        await expectRefusal("ResourceNotFoundException", Self.unknown) {
            try await under.respond(.devicePasswordVerifier, proof)
        }
    }

    @Test("refresh tokens are bound to their device, which must be confirmed and not forgotten")
    func boundRefresh() async throws {
        let tokens = try await under.tokens()
        let device = try HeldDevice(tokens.newDeviceMetadata)
        for key in [device.key, nil] {
            await expectRefusal("NotAuthorizedException", Self.invalidRefresh) {
                try await under.refresh(tokens.refreshToken, deviceKey: key)
            }
        }
        try await under.confirm(device, by: tokens)
        let renewed = try await under.refresh(tokens.refreshToken, deviceKey: device.key)
        #expect(try claims(renewed)["device_key"]?.string == device.key)
        let other = try await under.makeDevice().device
        for key in [other.key, nil] {
            await expectRefusal("NotAuthorizedException", Self.invalidRefresh) {
                try await under.refresh(tokens.refreshToken, deviceKey: key)
            }
            await expectRefusal("NotAuthorizedException", Self.invalidRefresh) {
                try await getTokens(tokens.refreshToken, key)
            }
        }
        #expect(try await getTokens(tokens.refreshToken, device.key).authenticationResult?.accessToken != nil)
        try await forget(device, tokens)
        await expectRefusal("NotAuthorizedException", Self.invalidRefresh) {
            try await under.refresh(tokens.refreshToken, deviceKey: device.key)
        }
    }

    @Test("a pool that no longer tracks devices refreshes without them")
    func trackingEnds() async throws {
        let tokens = try await under.tokens()
        await expectRefusal("NotAuthorizedException") { try await under.refresh(tokens.refreshToken) }
        try await under.configure { $0.deviceConfiguration = nil }
        #expect(try await under.refresh(tokens.refreshToken).accessToken != nil)
    }

    /// A user with a second factor, and a device remembered; the code that was answered.
    private func deviceOfUserWithFactor(sparing: Bool) async throws -> (device: HeldDevice, code: String) {
        try await under.configure { $0.deviceConfiguration = nil }
        try await under.call(
            AdminDeleteUser.self,
            AdminDeleteUserRequest(userPoolID: PoolUnderTest.poolID, username: "alice")
        )
        try await under.makeUserWithSMSFactor()
        try await under.trackDevices(sparingSecondFactor: sparing)
        let step = try await under.signInWithSRP()
        let code = try await under.code()
        let tokens = try #require(try await answerFactor(code, step.session).authenticationResult)
        let device = try HeldDevice(tokens.newDeviceMetadata)
        try await under.confirm(device, by: tokens)
        return (device, code)
    }

    private func answerFactor(
        _ code: String,
        _ session: Sensitive<String>?
    ) async throws -> RespondToAuthChallengeResponse {
        try await under.respond(.smsMFA, ["USERNAME": "alice", "SMS_MFA_CODE": code], session: session)
    }

    private func getTokens(
        _ token: Sensitive<String>?,
        _ deviceKey: String?
    ) async throws -> GetTokensFromRefreshTokenResponse {
        try await under.call(
            GetTokensFromRefreshToken.self,
            GetTokensFromRefreshTokenRequest(
                clientID: Sensitive(PoolUnderTest.clientID),
                refreshToken: #require(token),
                deviceKey: deviceKey
            )
        )
    }

    private func forget(_ device: HeldDevice, _ tokens: AuthenticationResultType) async throws {
        try await under.call(
            ForgetDevice.self,
            ForgetDeviceRequest(deviceKey: device.key, accessToken: tokens.accessToken)
        )
    }

    private func claims(_ result: AuthenticationResultType?) throws -> [String: WireDocument] {
        try Token(#require(result?.accessToken?.value)).claims
    }
}
