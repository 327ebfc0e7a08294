/// Second factors, and sign-ins that triggers lead.
extension WalkModel {
    /// The moment from which the model counts seconds, in seconds since 1970, by which apps count their steps.
    static let beginning: Int64 = 1_767_413_045

    /// The user's second factors that can be asked for.
    private func factors(of user: User) -> [SecondFactor] {
        let sms: [SecondFactor] = user.usesSMS && settings.offersSMS ? [.sms] : []
        let active = sms + (user.app?.isOn == true ? [.app] : [])
        return active.isEmpty && settings.mfa == .on && settings.offersSMS ? [.sms] : active
    }

    mutating func askForSecondFactor(of user: User, _ progress: Progress) -> Outcome? {
        guard settings.mfa != .off else { return nil }
        let factors = factors(of: user)
        if let preferred = user.preferred, factors.contains(preferred) { return ask(for: preferred, progress) }
        if factors.count > 1 { return wait("SELECT_MFA_TYPE", progress) }
        if let only = factors.first { return ask(for: only, progress) }
        return settings.mfa == .on ? wait("MFA_SETUP", progress) : nil
    }

    private mutating func ask(for factor: SecondFactor, _ progress: Progress) -> Outcome {
        factor == .sms ? askForCode(factor.rawValue, progress) : wait(factor.rawValue, progress)
    }

    /// Answers `SELECT_MFA_TYPE`.
    mutating func answerSelection(_ index: Int, _ factor: SecondFactor?) -> Outcome {
        if let closed = closedSession(index) { return closed }
        sessions[index].isSpent = true
        let progress = sessions[index].progress
        guard let user = user(of: progress), let factor, factors(of: user).contains(factor) else {
            return .invalidParameter
        }
        return ask(for: factor, progress)
    }

    // Apps

    /// What a code is worth: that of so many steps from now, or none.
    private enum Verdict {
        case accepted(Int64)
        case used
        case wrong
    }

    private func verdict(_ steps: Int64?, lastStep: Int64?) -> Verdict {
        guard let steps, (-1...1).contains(steps) else { return .wrong }
        let step = (Self.beginning + now) / 30 + steps
        return lastStep.map { step <= $0 } ?? false ? .used : .accepted(step)
    }

    /// Answers `SOFTWARE_TOKEN_MFA`.
    mutating func answerApp(_ index: Int, _ steps: Int64?) -> Outcome {
        if let closed = closedSession(index) { return closed }
        var progress = sessions[index].progress
        let name = progress.username
        guard let app = user(of: progress)?.app, !isLocked(.code, name) else {
            sessions[index].isSpent = true
            return .notAuthorized
        }
        switch verdict(steps, lastStep: app.lastStep) {
        case .wrong: return failCode(index, .codeMismatch)
        case .used:
            sessions[index].isSpent = true
            return .expiredCode
        case .accepted(let step):
            sessions[index].isSpent = true
            succeed(.code, name)
            users[name]?.app?.lastStep = step
            progress.passedSecond = true
            return next(progress)
        }
    }

    /// Counts a wrong code, which five times spends its session.
    mutating func failCode(_ index: Int, _ outcome: Outcome) -> Outcome {
        fail(.code, sessions[index].progress.username)
        sessions[index].failures += 1
        sessions[index].isSpent = sessions[index].failures >= 5
        return outcome
    }

    mutating func associate(_ index: Int) -> Outcome {
        if let closed = closed(index) { return closed }
        let secret = number()
        users[signIns[index].username]?.pendingSecret = secret
        return .done
    }

    mutating func verifyApp(_ index: Int, _ steps: Int64?) -> Outcome {
        if let closed = closed(index) { return closed }
        let name = signIns[index].username
        guard let secret = users[name]?.pendingSecret else { return .refused("SoftwareTokenMFANotFoundException") }
        guard !isLocked(.code, name) else { return .notAuthorized }
        guard case .accepted(let step) = verdict(steps, lastStep: nil) else {
            fail(.code, name)
            return .refused("EnableSoftwareTokenMFAException")
        }
        take(App(secret: secret, isOn: false, lastStep: step), of: name)
        return .done
    }

    private mutating func take(_ app: App, of name: String) {
        succeed(.code, name)
        var app = app
        app.isOn = settings.mfa == .on || users[name]?.app?.isOn == true
        users[name]?.app = app
        users[name]?.pendingSecret = nil
    }

    mutating func prefer(_ index: Int, _ factor: SecondFactor, isOn: Bool, isPreferred: Bool) -> Outcome {
        if let closed = closed(index) { return closed }
        guard let user = users[signIns[index].username] else { return .userNotFound }
        let isThere = factor == .sms ? settings.offersSMS : user.app != nil
        guard isOn ? isThere : !isPreferred else { return .invalidParameter }
        users[signIns[index].username]?.set(factor, isOn || settings.mfa == .on && user.isOn(factor))
        if isPreferred {
            users[signIns[index].username]?.preferred = factor
        } else if user.preferred == factor {
            users[signIns[index].username]?.preferred = nil
        }
        return .done
    }

    // MFA_SETUP

    /// Asks for a secret in a sign-in; the session that comes back takes the place of the one that was sent.
    mutating func associateInSession(_ index: Int) -> Outcome {
        if let closed = closedSession(index) { return closed }
        return renew(index, secret: number(), isSetUp: sessions[index].isSetUp)
    }

    mutating func verifyInSession(_ index: Int, _ steps: Int64?) -> Outcome {
        if let closed = closedSession(index) { return closed }
        let name = sessions[index].progress.username
        guard let secret = sessions[index].secret else { return .refused("SoftwareTokenMFANotFoundException") }
        guard !isLocked(.code, name) else { return .notAuthorized }
        guard case .accepted(let step) = verdict(steps, lastStep: nil) else {
            return failCode(index, .refused("EnableSoftwareTokenMFAException"))
        }
        take(App(secret: secret, isOn: false, lastStep: step), of: name)
        return renew(index, secret: nil, isSetUp: true)
    }

    mutating func answerSetUp(_ index: Int) -> Outcome {
        if let closed = closedSession(index) { return closed }
        sessions[index].isSpent = true
        guard sessions[index].isSetUp else { return .invalidParameter }
        var progress = sessions[index].progress
        progress.passedSecond = true
        return next(progress)
    }

    private mutating func renew(_ index: Int, secret: Int?, isSetUp: Bool) -> Outcome {
        sessions[index].isSpent = true
        let outcome = wait("MFA_SETUP", sessions[index].progress)
        sessions[sessions.count - 1].secret = secret
        sessions[sessions.count - 1].isSetUp = isSetUp
        return outcome
    }

    // Triggers

    /// Begins a sign-in that triggers lead: three answers may be given, and the first right one is enough.
    mutating func startCustom(_ name: String, device: Int?) -> Outcome {
        guard users[name] != nil || settings.hidesUsers else { return .userNotFound }
        if device != nil, !knows(device, users[name]) { return .unknownDevice }
        return wait("CUSTOM_CHALLENGE", begin(name, device))
    }

    mutating func answerCustom(_ index: Int, isRight: Bool) -> Outcome {
        if let closed = closedSession(index) { return closed }
        sessions[index].isSpent = true
        var progress = sessions[index].progress
        progress.rounds += 1
        guard isRight else { return progress.rounds < 3 ? wait("CUSTOM_CHALLENGE", progress) : .notAuthorized }
        if let closed = closed(user(of: progress)) { return closed }
        progress.factor = .custom
        return next(progress)
    }
}

extension WalkModel.User {
    func isOn(_ factor: WalkModel.SecondFactor) -> Bool {
        factor == .sms ? usesSMS : app?.isOn == true
    }

    mutating func set(_ factor: WalkModel.SecondFactor, _ isOn: Bool) {
        if factor == .sms { usesSMS = isOn } else { app?.isOn = isOn }
    }
}
