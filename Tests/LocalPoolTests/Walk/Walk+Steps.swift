import ByteCoding
import CognitoSRP
import CognitoWire
import Testing

@testable import LocalPool

extension Walk {
    private static let strangeKey = "local_00000000-0000-4000-8000-000000000000"
    static let wrongCode = "0"

    func take(_ step: WalkStep) async throws {
        switch step {
        case .wait(let seconds):
            model.now += seconds
            under.clock.advance(by: .seconds(seconds))
        case .signIn, .choose, .startSRP, .startCustom, .prove, .answer: try await takeSignIn(step)
        case .signUp, .confirmSignUp, .resendCode, .forgotPassword, .confirmForgotPassword: try await takeOpen(step)
        case .create, .adminSetPassword, .adminConfirm, .delete, .enable: try await takeAdministrative(step)
        default: try await takeWithToken(step)
        }
    }

    // What needs no token

    private func takeOpen(_ step: WalkStep) async throws {
        let clientID = Sensitive(PoolUnderTest.clientID)
        switch step {
        case .signUp(let name, let password):
            try await expect(model.signUp(name, password: password)) {
                let attributes = ["email": "\(name)@example.com", "phone_number": "+15555550100"]
                try await under.signUp(name, password: password, attributes: attributes)
                return .done
            }
        case .confirmSignUp(let name, let isRight):
            let code = isRight ? model.users[name]?.codes[.signUp]?.value ?? Self.wrongCode : Self.wrongCode
            try await expect(model.confirmSignUp(name, code: code)) {
                try await under.confirmSignUp(name, code: code)
                return .done
            }
        case .resendCode(let name):
            try await expect(model.resendCode(name)) {
                let request = ResendConfirmationCodeRequest(clientID: clientID, username: Sensitive(name))
                try await under.call(ResendConfirmationCode.self, request)
                return .done
            }
        case .forgotPassword(let name):
            try await expect(model.forgotPassword(name)) {
                let request = ForgotPasswordRequest(clientID: clientID, username: Sensitive(name))
                try await under.call(ForgotPassword.self, request)
                return .done
            }
        case .confirmForgotPassword(let name, let isRight, let password):
            let code = isRight ? model.users[name]?.codes[.recovery]?.value ?? Self.wrongCode : Self.wrongCode
            try await expect(model.confirmForgotPassword(name, code: code, password: password)) {
                let request = ConfirmForgotPasswordRequest(
                    clientID: clientID,
                    confirmationCode: code,
                    password: Sensitive(password),
                    username: Sensitive(name)
                )
                try await under.call(ConfirmForgotPassword.self, request)
                return .done
            }
        default: throw disagreement("no open step: \(step)")
        }
    }

    // Administrators

    private func takeAdministrative(_ step: WalkStep) async throws {
        let poolID = PoolUnderTest.poolID
        switch step {
        case .create(let name, let password):
            try await expect(model.create(name, password: password)) {
                let attributes = ["email": "\(name)@example.com", "phone_number": "+15555550100"]
                try await under.createUser(name, attributes: attributes) {
                    $0.temporaryPassword = Sensitive(password)
                    $0.messageAction = .suppress
                }
                return .done
            }
        case .adminSetPassword(let name, let password, let isPermanent):
            try await expect(model.adminSetPassword(name, password, isPermanent: isPermanent)) {
                try await under.setPassword(password, of: name, permanent: isPermanent)
                return .done
            }
        case .adminConfirm(let name):
            try await expect(model.adminConfirm(name)) {
                let request = AdminConfirmSignUpRequest(userPoolID: poolID, username: Sensitive(name))
                try await under.call(AdminConfirmSignUp.self, request)
                return .done
            }
        case .delete(let name):
            try await expect(model.delete(name)) {
                let request = AdminDeleteUserRequest(userPoolID: poolID, username: Sensitive(name))
                try await under.call(AdminDeleteUser.self, request)
                return .done
            }
        case .enable(let name, let isEnabled):
            try await expect(model.enable(name, isEnabled)) {
                try await isEnabled ? under.enable(name) : under.disable(name)
                return .done
            }
        default: throw disagreement("no administrator's step: \(step)")
        }
    }

    // With a token

    private func takeWithToken(_ step: WalkStep) async throws {
        switch step {
        case .adminForget(let back):
            guard let (index, key) = device(back) else { return }
            let name = model.signIns[index].username
            try await expect(model.adminForget(name, device: key)) {
                let deviceKey = try #require(self.devices[key]).key
                let request = AdminForgetDeviceRequest(
                    deviceKey: deviceKey,
                    userPoolID: PoolUnderTest.poolID,
                    username: Sensitive(name)
                )
                try await under.call(AdminForgetDevice.self, request)
                return .done
            }
        case .remember(let back, let isRemembered):
            guard let (index, key) = device(back) else { return }
            try await expect(model.remember(index, device: key, isRemembered)) {
                let request = UpdateDeviceStatusRequest(
                    accessToken: try access(index),
                    deviceKey: try #require(self.devices[key]).key,
                    deviceRememberedStatus: isRemembered ? .remembered : .notRemembered
                )
                try await under.call(UpdateDeviceStatus.self, request)
                return .done
            }
        case .forget(let back):
            guard let (index, key) = device(back) else { return }
            try await expect(model.forget(index, device: key)) {
                let deviceKey = try #require(self.devices[key]).key
                let request = ForgetDeviceRequest(deviceKey: deviceKey, accessToken: try access(index))
                try await under.call(ForgetDevice.self, request)
                return .done
            }
        case .getUser(let back), .changePassword(let back, _, _), .associate(let back), .verifyApp(let back, _),
            .prefer(let back, _, _, _), .globalSignOut(let back), .revoke(let back), .refresh(let back, _, _, _),
            .confirmDevice(let back), .listDevices(let back):
            guard tokens.indices.contains(tokens.count - 1 - back) else { return }
            try await take(step, with: tokens.count - 1 - back)
        default: throw disagreement("no step with a token: \(step)")
        }
    }

    private func take(_ step: WalkStep, with index: Int) async throws {
        switch step {
        case .getUser:
            try await expect(model.getUser(index)) {
                let profile = try await under.profile(access(index))
                #expect(profile.username.value == model.signIns[index].username)
                return .done
            }
        case .changePassword(_, let isRight, let new):
            let old = password(of: model.signIns[index].username, isRight)
            try await expect(model.changePassword(index, from: old, to: new)) {
                let request = ChangePasswordRequest(
                    accessToken: try access(index),
                    proposedPassword: Sensitive(new),
                    previousPassword: Sensitive(old)
                )
                try await under.call(ChangePassword.self, request)
                return .done
            }
        case .associate, .verifyApp, .prefer: try await takeFactor(step, with: index)
        case .globalSignOut:
            try await expect(model.globalSignOut(index)) {
                try await under.call(GlobalSignOut.self, GlobalSignOutRequest(accessToken: try access(index)))
                return .done
            }
        case .revoke:
            try await expect(model.revoke(index)) {
                let request = RevokeTokenRequest(
                    clientID: Sensitive(PoolUnderTest.clientID),
                    token: try #require(tokens[index].refreshToken)
                )
                try await under.call(RevokeToken.self, request)
                return .done
            }
        case .refresh(_, let isLast, let withDevice, let isRotationStyle):
            let key = withDevice ? model.signIns[index].device : nil
            let token = isLast ? refreshTokens[index].count - 1 : dice.roll(refreshTokens[index].count)
            try await expect(model.refresh(index, token: token, device: key, isRotationStyle: isRotationStyle)) {
                let (token, deviceKey) = (refreshTokens[index][token], key.flatMap { devices[$0]?.key })
                return .refreshed(index, try await refresh(token, deviceKey, isRotationStyle))
            }
        case .confirmDevice:
            try await expect(model.confirmDevice(index)) {
                let device = model.signIns[index].device.flatMap { devices[$0] }
                var metadata = NewDeviceMetadataType()
                metadata.deviceKey = Self.strangeKey
                metadata.deviceGroupKey = "-AAAAAAAA"
                try await under.confirm(try device ?? HeldDevice(metadata), by: tokens[index])
                return .done
            }
        default:
            let outcome = model.getUser(index)
            let count = outcome == .done ? model.rememberedCount(index) : 0
            try await expect(outcome) {
                let request = ListDevicesRequest(accessToken: try access(index))
                let listed = try await under.call(ListDevices.self, request).devices ?? []
                guard listed.count == count else {
                    throw disagreement("\(listed.count) devices are listed, the model: \(count)")
                }
                return .done
            }
        }
    }

    private func refresh(
        _ token: Sensitive<String>,
        _ deviceKey: String?,
        _ isRotationStyle: Bool
    ) async throws -> AuthenticationResultType {
        guard isRotationStyle else { return try await under.refresh(token, deviceKey: deviceKey) }
        let request = GetTokensFromRefreshTokenRequest(
            clientID: Sensitive(PoolUnderTest.clientID),
            refreshToken: token,
            deviceKey: deviceKey
        )
        let answer = try await under.call(GetTokensFromRefreshToken.self, request)
        return try #require(answer.authenticationResult)
    }

    func access(_ index: Int) throws -> Sensitive<String> {
        try #require(tokens[index].accessToken)
    }

    /// A sign-in that has a device, from the newest back.
    private func device(_ back: Int) -> (index: Int, key: Int)? {
        let index = tokens.count - 1 - back
        guard tokens.indices.contains(index), let key = model.signIns[index].device, devices[key] != nil else {
            return nil
        }
        return (index, key)
    }

    /// A password of that name, or another.
    func password(of name: String, _ isRight: Bool) -> String {
        let known = model.users[name]?.password ?? Self.passwords[0]
        return isRight ? known : known + "?"
    }
}
