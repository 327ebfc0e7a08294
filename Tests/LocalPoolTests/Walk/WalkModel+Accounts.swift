/// What users do with their accounts, and administrators with users.
extension WalkModel {
    mutating func signUp(_ name: String, password: String) -> Outcome {
        if Self.isWeak(password) { return .weakPassword }
        guard users[name] == nil else { return .refused("UsernameExistsException") }
        make(name, .unconfirmed, password: password)
        return sendCode(.signUp, to: name)
    }

    mutating func confirmSignUp(_ name: String, code: String) -> Outcome {
        guard let user = users[name] else { return settings.hidesUsers ? .expiredCode : .userNotFound }
        guard user.status == .unconfirmed else { return .notAuthorized }
        let outcome = spendCode(code, .signUp, of: name)
        guard outcome == .done else { return outcome }
        users[name]?.status = .confirmed
        users[name]?.isEmailVerified = true
        return .done
    }

    mutating func resendCode(_ name: String) -> Outcome {
        guard let user = users[name] else { return settings.hidesUsers ? .done : .userNotFound }
        return user.status == .unconfirmed ? sendCode(.signUp, to: name) : .invalidParameter
    }

    mutating func forgotPassword(_ name: String) -> Outcome {
        guard let user = users[name] else { return settings.hidesUsers ? .done : .userNotFound }
        guard user.isEnabled else { return settings.hidesUsers ? .done : .notAuthorized }
        guard user.status != .mustChangePassword else { return .notAuthorized }
        guard user.isEmailVerified else { return settings.hidesUsers ? .done : .invalidParameter }
        return sendCode(.recovery, to: name)
    }

    mutating func confirmForgotPassword(_ name: String, code: String, password: String) -> Outcome {
        if Self.isWeak(password) { return .weakPassword }
        guard let user = users[name] else { return settings.hidesUsers ? .codeMismatch : .userNotFound }
        guard user.isEnabled else { return settings.hidesUsers ? .codeMismatch : .notAuthorized }
        let outcome = spendCode(code, .recovery, of: name)
        guard outcome == .done else { return outcome }
        succeed(.password, name)
        setPassword(password, of: name)
        users[name]?.status = .confirmed
        return .done
    }

    // With an access token

    /// Why a token opens nothing; `nil` if it does.
    func closed(_ index: Int) -> Outcome? {
        let signIn = signIns[index]
        if now >= signIn.accessUntil { return .notAuthorized }
        guard let user = users[signIn.username], user.number == signIn.userNumber else { return .userNotFound }
        return signIn.isRevoked || !user.isEnabled ? .notAuthorized : nil
    }

    func getUser(_ index: Int) -> Outcome { closed(index) ?? .done }

    mutating func changePassword(_ index: Int, from old: String, to new: String) -> Outcome {
        if let closed = closed(index) { return closed }
        let name = signIns[index].username
        guard !isLocked(.password, name) else { return .notAuthorized }
        guard users[name]?.password == old else {
            fail(.password, name)
            return .notAuthorized
        }
        if Self.isWeak(new) { return .weakPassword }
        setPassword(new, of: name)
        succeed(.password, name)
        return .done
    }

    mutating func globalSignOut(_ index: Int) -> Outcome {
        if let closed = closed(index) { return closed }
        revokeAll(of: signIns[index].userNumber)
        return .done
    }

    private mutating func revokeAll(of userNumber: Int) {
        for index in signIns.indices where signIns[index].userNumber == userNumber { signIns[index].isRevoked = true }
    }

    /// Revoking is done, whoever asks and however often.
    mutating func revoke(_ index: Int) -> Outcome {
        signIns[index].isRevoked = true
        return .done
    }

    mutating func refresh(_ index: Int, token: Int, device: Int?, isRotationStyle: Bool) -> Outcome {
        let signIn = signIns[index]
        if settings.rotationGrace != nil, !isRotationStyle { return .notAuthorized }
        guard let user = users[signIn.username], user.number == signIn.userNumber, user.isEnabled else {
            return .notAuthorized
        }
        guard !signIn.isRevoked, now < signIn.refreshUntil else { return .notAuthorized }
        if settings.tracksDevices, let bound = signIn.device {
            guard device == bound, user.devices[bound]?.isConfirmed == true else { return .notAuthorized }
        }
        if let grace = settings.rotationGrace {
            if let replacedAt = signIn.replacements[token], replacedAt + grace <= now {
                signIns[index].isRevoked = true
                return .refused("RefreshTokenReuseException")
            }
            signIns[index].replacements[token] = signIn.replacements[token] ?? now
            signIns[index].replacements.append(nil)
        }
        signIns[index].accessUntil = now + 3600
        return .tokens(offersDevice: false)
    }

    // Devices

    mutating func confirmDevice(_ index: Int) -> Outcome {
        if let closed = closed(index) { return closed }
        let name = signIns[index].username
        guard settings.tracksDevices, let key = signIns[index].device, let device = users[name]?.devices[key] else {
            return .invalidParameter
        }
        guard !device.isConfirmed else { return .refused("DeviceKeyExistsException") }
        users[name]?.devices[key] = Device(isConfirmed: true, isRemembered: !settings.remembersOnPrompt)
        return .done
    }

    mutating func remember(_ index: Int, device: Int, _ isRemembered: Bool) -> Outcome {
        closed(index) ?? change(device, of: signIns[index].username) { $0?.isRemembered = isRemembered }
    }

    mutating func forget(_ index: Int, device: Int) -> Outcome {
        closed(index) ?? change(device, of: signIns[index].username) { $0 = nil }
    }

    mutating func adminForget(_ name: String, device: Int) -> Outcome {
        users[name] == nil ? .userNotFound : change(device, of: name) { $0 = nil }
    }

    private mutating func change(_ key: Int, of name: String, _ body: (inout Device?) -> Void) -> Outcome {
        guard var device = users[name]?.devices[key], device.isConfirmed else { return .unknownDevice }
        var changed: Device? = device
        body(&changed)
        if let changed { device = changed }
        users[name]?.devices[key] = changed.map { _ in device }
        return .done
    }

    /// How many devices `ListDevices` shows.
    func rememberedCount(_ index: Int) -> Int {
        users[signIns[index].username]?.devices.values.filter { $0.isConfirmed && $0.isRemembered }.count ?? 0
    }

    // Administrators

    mutating func create(_ name: String, password: String) -> Outcome {
        if Self.isWeak(password) { return .weakPassword }
        guard users[name] == nil else { return .refused("UsernameExistsException") }
        make(name, .mustChangePassword, password: password)
        users[name]?.temporaryUntil = now + 7 * 86_400
        return .done
    }

    mutating func adminSetPassword(_ name: String, _ password: String, isPermanent: Bool) -> Outcome {
        guard users[name] != nil else { return .userNotFound }
        if Self.isWeak(password) { return .weakPassword }
        setPassword(password, of: name, temporaryUntil: isPermanent ? nil : now + 7 * 86_400)
        users[name]?.status = isPermanent ? .confirmed : .mustChangePassword
        return .done
    }

    mutating func adminConfirm(_ name: String) -> Outcome {
        guard let user = users[name] else { return .userNotFound }
        guard user.status == .unconfirmed else { return .notAuthorized }
        users[name]?.status = .confirmed
        return .done
    }

    mutating func delete(_ name: String) -> Outcome {
        guard users[name] != nil else { return .userNotFound }
        users[name] = nil
        return .done
    }

    mutating func enable(_ name: String, _ isEnabled: Bool) -> Outcome {
        guard let user = users[name] else { return .userNotFound }
        users[name]?.isEnabled = isEnabled
        if !isEnabled { revokeAll(of: user.number) }
        return .done
    }

    private mutating func make(_ name: String, _ status: Status, password: String) {
        let (number, passwordNumber) = (number(), number())
        users[name] = User(number: number, status: status, password: password, passwordNumber: passwordNumber)
    }
}
