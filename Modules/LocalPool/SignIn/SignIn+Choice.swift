internal import CognitoWire
internal import GRDB

extension SignIn {
    /// Begins the flow in which the user chooses the first factor.
    mutating func beginChoice(_ sent: SentParameters) throws -> SignInStep {
        try refuseUnknownDevice()
        guard let preferred = sent["PREFERRED_CHALLENGE"] else { return try choiceChallenge() }
        guard ChallengeNameType.known.contains(ChallengeNameType(rawValue: preferred)) else {
            throw Refusal.invalidParameter("PREFERRED_CHALLENGE is not a challenge of this flow")
        }
        guard try firstFactors().contains(where: { $0.rawValue == preferred }) else { return try choiceChallenge() }
        return try choose(preferred, sent)
    }

    /// Takes the choice, with or without the factor itself.
    mutating func choose(_ answer: String, _ sent: SentParameters) throws -> SignInStep {
        guard let factor = try firstFactors().first(where: { $0.rawValue == answer }) else {
            throw Refusal.invalidParameter("Selected challenge is not available")
        }
        switch factor {
        case .password: return try self.answer(password: sent.required("PASSWORD"))
        case .passwordSRP:
            return try passwordChallenge(clientPublicKey: sent.required("SRP_A"), hasSession: true)
        case .webAuthn: return try passkeyChallenge()
        case .emailOTP: return try firstCodeChallenge(.emailOTP, at: "email")
        default: return try firstCodeChallenge(.smsOTP, at: "phone_number")
        }
    }

    /// Goes on after a right code that came first.
    mutating func passFirstCode(_ factor: SignInProgress.FirstFactor) throws -> SignInStep {
        guard let user, pool.takesCodeFirst(factor == .smsCode ? .smsOTP : .emailOTP) else {
            throw Refusal.wrongCredentials
        }
        try refuseClosed(user)
        return try pass(factor)
    }

    /// The first factors that the pool allows for and the user has; of a name that nobody has, those of a user who has
    /// nothing but a password.
    private func firstFactors() throws -> [ChallengeNameType] {
        let allowed = pool.firstFactors
        let isConfirmed = { (attribute: String) in user?.attributes["\(attribute)_verified"] == "true" }
        var factors: [ChallengeNameType] = []
        if allowed.contains(.password), user?.verifier != nil || user == nil { factors += [.password, .passwordSRP] }
        if try hasPasskey() { factors.append(.webAuthn) }
        if pool.takesCodeFirst(.emailOTP), isConfirmed("email") { factors.append(.emailOTP) }
        if pool.takesCodeFirst(.smsOTP), isConfirmed("phone_number") { factors.append(.smsOTP) }
        return factors
    }

    private func choiceChallenge() throws -> SignInStep {
        let available = try firstFactors()
        guard !available.isEmpty else { throw Refusal.notAuthorized("No first factor is available for the user") }
        // Who chooses the passkey may answer it in the same breath.
        let request = available.contains(.webAuthn) ? try passkeyRequest() : nil
        let step = try challenge(.selectChallenge, request?.parameters ?? [:]) {
            $0.passkeyChallenge = request?.challenge
        }
        guard case .challenge(let name, let session, let parameters, _) = step else { return step }
        return .challenge(name, session: session, parameters: parameters, available: available)
    }

    private func firstCodeChallenge(_ name: ChallengeNameType, at attribute: String) throws -> SignInStep {
        guard let user else { throw Refusal.wrongCredentials }
        return try codeChallenge(name, to: user, at: attribute)
    }

    /// Signs in whoever has just confirmed a sign-up, with the session of that.
    static func continueSignUp(
        _ request: SignInRequest,
        client: AppClientRecord,
        pool: UserPoolRecord,
        in call: Call
    ) throws -> SignInStep {
        let name = try request.sent.username()
        try call.checkSecretHash(request.sent["SECRET_HASH"], of: client, over: [name])
        let waiting = try call.session(request.session, of: .confirmedSignUp, client: client)
        guard let user = try call.user(named: name, in: pool), waiting.sub == user.sub else {
            throw Refusal.notAuthorized("Invalid session for the user.")
        }
        return try call.spending(waiting) {
            var signIn = SignIn(
                call: call,
                client: client,
                pool: pool,
                metadata: request.metadata,
                progress: waiting.state.progress,
                user: user
            )
            try signIn.refuseClosed(user)
            return try signIn.pass(.signUp)
        }
    }
}

extension ChallengeNameType {
    /// The sessions of a sign-up: before its code, and after it; no challenges of the service's.
    static let unconfirmedSignUp = ChallengeNameType(rawValue: "SIGN_UP")
    static let confirmedSignUp = ChallengeNameType(rawValue: "CONFIRMED_SIGN_UP")
}
