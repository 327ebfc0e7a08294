/// Sign-ins, from the first factor to the tokens.
extension WalkModel {
    private static let sessionLifetime: Int64 = 180

    mutating func signIn(_ name: String, password: String, device: Int?, asAdministrator: Bool) -> Outcome {
        guard users[name] != nil || settings.hidesUsers else { return .userNotFound }
        var progress = begin(name, device)
        progress.isAdministrators = asAdministrator
        return check(password, progress)
    }

    /// `USER_AUTH` with a preference for a password, or for a code by e-mail.
    mutating func choose(_ name: String, password: String?, device: Int?) -> Outcome {
        guard let user = users[name] else {
            guard settings.hidesUsers else { return .userNotFound }
            guard device == nil else { return .unknownDevice }
            return password.map { check($0, begin(name, nil)) } ?? wait("SELECT_CHALLENGE", begin(name, nil))
        }
        if device != nil, !knows(device, user) { return .unknownDevice }
        if let password { return check(password, begin(name, device)) }
        guard user.isEmailVerified, settings.mfa != .on else { return wait("SELECT_CHALLENGE", begin(name, device)) }
        return askForCode("EMAIL_OTP", begin(name, device))
    }

    mutating func startSRP(_ name: String, password: String, device: Int?) -> Outcome {
        let user = users[name]
        guard user != nil || settings.hidesUsers else { return .userNotFound }
        proofs.append(
            Proof(
                progress: begin(name, device),
                isRight: user?.password == password,
                passwordNumber: user?.passwordNumber,
                isDevice: false,
                expiresAt: now + Self.sessionLifetime
            )
        )
        return .challenge("PASSWORD_VERIFIER")
    }

    /// Answers with a proof; `device` comes along with it.
    mutating func prove(_ index: Int, device: Int?, asAdministrator: Bool) -> Outcome {
        let proof = proofs[index]
        let name = proof.progress.username
        guard !proof.isSpent else { return .notAuthorized }
        if proof.progress.isAdministrators, !asAdministrator { return .notAuthorized }
        let isTried = now < proof.expiresAt && !isLocked(.password, name)
        if isTried, proof.isRight, !proof.isDevice, let device, !knows(device, user(of: proof.progress)) {
            return .unknownDevice
        }
        proofs[index].isSpent = true
        guard isTried else { return .notAuthorized }
        guard proof.isRight else {
            fail(.password, name)
            return .notAuthorized
        }
        var progress = proof.progress
        guard !proof.isDevice else { return passDevice(progress) }
        guard let user = user(of: progress), user.passwordNumber == proof.passwordNumber else { return .notAuthorized }
        progress.device = device ?? (knows(progress.device, user) ? progress.device : nil)
        return passPassword(progress, user)
    }

    /// Why a session takes no answer; `nil` if it does.
    func closedSession(_ index: Int) -> Outcome? {
        let session = sessions[index]
        let isGone = session.progress.userNumber != nil && user(of: session.progress) == nil
        return session.isSpent || now >= session.expiresAt || isGone ? .notAuthorized : nil
    }

    mutating func answerNewPassword(_ index: Int, _ password: String) -> Outcome {
        if let closed = closedSession(index) { return closed }
        sessions[index].isSpent = true
        let progress = sessions[index].progress
        guard let user = user(of: progress), user.isEnabled, user.status == .mustChangePassword else {
            return .notAuthorized
        }
        if Self.isWeak(password) { return .weakPassword }
        setPassword(password, of: progress.username)
        users[progress.username]?.status = .confirmed
        return next(progress)
    }

    /// Answers `SMS_MFA` or `EMAIL_OTP`.
    mutating func answerCode(_ index: Int, _ code: String) -> Outcome {
        if let closed = closedSession(index) { return closed }
        let name = sessions[index].progress.username
        guard !isLocked(.code, name) else {
            sessions[index].isSpent = true
            return .notAuthorized
        }
        guard code == sessions[index].code else { return failCode(index, .codeMismatch) }
        sessions[index].isSpent = true
        var progress = sessions[index].progress
        succeed(.code, name)
        guard progress.factor == nil else {
            progress.passedSecond = true
            return next(progress)
        }
        if let closed = closed(user(of: progress)) { return closed }
        progress.factor = .emailCode
        return next(progress)
    }

    mutating func answerChoice(_ index: Int, password: String) -> Outcome {
        if let closed = closedSession(index) { return closed }
        sessions[index].isSpent = true
        return check(password, sessions[index].progress)
    }

    /// Answers `DEVICE_SRP_AUTH`; the proof that follows is right or not.
    mutating func answerDevice(_ index: Int, isRight: Bool) -> Outcome {
        if let closed = closedSession(index) { return closed }
        sessions[index].isSpent = true
        let progress = sessions[index].progress
        guard remembers(progress.device, user(of: progress)) else { return .unknownDevice }
        proofs.append(
            Proof(
                progress: progress,
                isRight: isRight,
                passwordNumber: nil,
                isDevice: true,
                expiresAt: now + Self.sessionLifetime
            )
        )
        return .challenge("DEVICE_PASSWORD_VERIFIER")
    }

    func begin(_ name: String, _ device: Int?) -> Progress {
        Progress(username: name, userNumber: users[name]?.number, device: device)
    }

    private mutating func check(_ password: String, _ progress: Progress) -> Outcome {
        guard !isLocked(.password, progress.username) else { return .notAuthorized }
        guard let user = user(of: progress), user.password == password else {
            fail(.password, progress.username)
            return .notAuthorized
        }
        if progress.device != nil, !knows(progress.device, user) { return .unknownDevice }
        return passPassword(progress, user)
    }

    private mutating func passPassword(_ progress: Progress, _ user: User) -> Outcome {
        succeed(.password, progress.username)
        if let closed = closed(user) { return closed }
        if user.status == .mustChangePassword, let until = user.temporaryUntil, until <= now { return .notAuthorized }
        var progress = progress
        progress.factor = .password
        return next(progress)
    }

    private mutating func passDevice(_ progress: Progress) -> Outcome {
        guard remembers(progress.device, user(of: progress)) else { return .unknownDevice }
        var progress = progress
        progress.passedDevice = true
        return next(progress)
    }

    /// Why a user may not sign in, whatever they show; `nil` if they may.
    func closed(_ user: User?) -> Outcome? {
        guard let user, user.isEnabled else { return .notAuthorized }
        return user.status == .unconfirmed ? .refused("UserNotConfirmedException") : nil
    }

    func knows(_ device: Int?, _ user: User?) -> Bool {
        settings.tracksDevices && device.map { user?.devices[$0]?.isConfirmed == true } ?? false
    }

    private func remembers(_ device: Int?, _ user: User?) -> Bool {
        knows(device, user) && device.map { user?.devices[$0]?.isRemembered == true } ?? false
    }

    mutating func next(_ progress: Progress) -> Outcome {
        guard let user = user(of: progress) else { return .notAuthorized }
        let byPassword = progress.factor == .password
        if byPassword, user.status == .mustChangePassword { return wait("NEW_PASSWORD_REQUIRED", progress) }
        let provesDevice = !progress.passedDevice && remembers(progress.device, user)
        if provesDevice, settings.deviceSparesFactor { return wait("DEVICE_SRP_AUTH", progress) }
        let isSpared = progress.passedDevice && settings.deviceSparesFactor
        if byPassword, !progress.passedSecond, !isSpared, let asked = askForSecondFactor(of: user, progress) {
            return asked
        }
        return provesDevice ? wait("DEVICE_SRP_AUTH", progress) : tokens(progress, user)
    }

    mutating func wait(_ challenge: String, _ progress: Progress) -> Outcome {
        sessions.append(Session(challenge: challenge, progress: progress, expiresAt: now + Self.sessionLifetime))
        return .challenge(challenge)
    }

    mutating func askForCode(_ challenge: String, _ progress: Progress) -> Outcome {
        let outcome = wait(challenge, progress)
        sent.append(.session(sessions.count - 1))
        return outcome
    }

    private mutating func tokens(_ progress: Progress, _ user: User) -> Outcome {
        if let closed = closed(user) { return closed }
        let offers = settings.tracksDevices && progress.device == nil
        let device = offers ? number() : progress.device
        if offers, let device { users[progress.username]?.devices[device] = Device() }
        signIns.append(
            SignIn(
                username: progress.username,
                userNumber: user.number,
                device: device,
                offersDevice: offers,
                refreshUntil: now + 30 * 86_400,
                accessUntil: now + 3600
            )
        )
        return .tokens(offersDevice: offers)
    }
}
