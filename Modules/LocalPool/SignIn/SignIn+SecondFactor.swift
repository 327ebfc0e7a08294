internal import ByteCoding
internal import CognitoWire
internal import GRDB
internal import OneTimePassword

extension SignIn {
    /// The user's second factors that can be asked for right now.
    ///
    /// A pool that insists on one takes the telephone of a user who has set up nothing. An authenticator app stays good in
    /// a pool that offers such apps no longer.
    func usableFactors(of user: UserRecord) -> [ChallengeNameType] {
        let active = (user.factors?.active ?? []).filter { factor in
            switch factor {
            case .smsMFA: pool.secondFactors.contains(factor) && user.attributes["phone_number"] != nil
            case .emailOTP: pool.secondFactors.contains(factor) && user.attributes["email"] != nil
            default: true
            }
        }
        let hasTelephone = user.attributes["phone_number"] != nil && pool.secondFactors.contains(.smsMFA)
        return active.isEmpty && pool.details.mfaConfiguration == .on && hasTelephone ? [.smsMFA] : active
    }

    /// Asks for a second factor.
    func challenge(_ factor: ChallengeNameType, of user: UserRecord) throws -> SignInStep {
        switch factor {
        case .smsMFA: return try codeChallenge(.smsMFA, to: user, at: "phone_number")
        case .emailOTP: return try codeChallenge(.emailOTP, to: user, at: "email")
        default:
            return try challenge(
                .softwareTokenMFA,
                ["FRIENDLY_DEVICE_NAME": user.factors?.totp?.name ?? "", "USER_ID_FOR_SRP": user.username]
            )
        }
    }

    /// Sends a code and asks for it.
    ///
    /// - Parameters:
    ///   - name: The challenge.
    ///   - user: Who signs in.
    ///   - attribute: The attribute that holds the address.
    ///   - address: Another address, which the answer verifies.
    /// - Returns: The challenge.
    /// - Throws: ``Refusal`` if there is no address.
    func codeChallenge(
        _ name: ChallengeNameType,
        to user: UserRecord,
        at attribute: String,
        address: String? = nil
    ) throws -> SignInStep {
        guard
            let destination = (address ?? user.attributes[attribute]).map({
                Call.Destination(attribute: attribute, address: $0)
            })
        else { throw Refusal.invalidParameter("User has no \(attribute)") }
        let code = try call.makeCode()
        try call.send(
            .authentication,
            code: code,
            to: user,
            at: destination,
            in: pool,
            client: client,
            metadata: metadata
        )
        let details = destination.details
        return try challenge(
            name,
            [
                "CODE_DELIVERY_DELIVERY_MEDIUM": destination.medium.rawValue,
                "CODE_DELIVERY_DESTINATION": details.destination ?? "",
                "USER_ID_FOR_SRP": user.username,
            ]
        ) { state in
            state.code = code
            state.address = address
        }
    }

    /// Asks which of several second factors shall be used.
    func selectionChallenge(_ factors: [ChallengeNameType]) throws -> SignInStep {
        try challenge(
            .selectMFAType,
            ["MFAS_CAN_CHOOSE": WireCoder.text(factors), "USER_ID_FOR_SRP": progress.username]
        )
    }

    /// Asks a user without second factor to set one up.
    func setUpChallenge(_ factors: [ChallengeNameType]) throws -> SignInStep {
        try challenge(
            .mfaSetup,
            ["MFAS_CAN_SETUP": WireCoder.text(factors), "USER_ID_FOR_SRP": progress.username]
        )
    }

    /// Takes the choice of a second factor.
    func answer(selection: String) throws -> SignInStep {
        guard let user, let factor = usableFactors(of: user).first(where: { $0.rawValue == selection }) else {
            throw Refusal.invalidParameter("Invalid MFA type")
        }
        return try challenge(factor, of: user)
    }

    /// Goes on after a right code that was sent.
    mutating func passCode(_ session: SessionRecord) throws -> SignInStep {
        guard var user else { throw Refusal.wrongCredentials }
        if let address = session.state.address {
            var factors = user.factors ?? SecondFactors()
            factors.email = true
            user.factors = factors
            try call.setAttributes(["email": address, "email_verified": "true"], of: &user)
            self.user = user
        }
        return try passSecondFactor(session.challenge)
    }

    /// Goes on after a second factor.
    private mutating func passSecondFactor(_ name: ChallengeNameType) throws -> SignInStep {
        progress.passedSecondFactor = true
        return try isLedByTriggers ? nextRound(after: name, succeeded: true) : proceed()
    }

    /// Judges the code of an authenticator app; each step's code works once.
    mutating func answer(appCode code: String, of session: SessionRecord) throws -> SignInStep {
        guard var user, var factors = user.factors, var app = factors.totp else {
            throw Refusal.notAuthorized("Invalid session for the user.")
        }
        var verdict = TOTPVerifier.Verdict.wrong
        try call.checkCode(of: session) {
            verdict = try app.verdict(on: code, at: call.now)
            return verdict != .wrong
        }
        guard case .accepted(let step) = verdict else {
            throw Refusal(.expiredCode, "Your software token has already been used once.")
        }
        app.lastStep = step
        factors.totp = app
        user.factors = factors
        try user.update(call.db)
        self.user = user
        return try passSecondFactor(session.challenge)
    }

    /// Goes on with the set-up of a second factor.
    mutating func answer(setUp sent: SentParameters, of session: SessionRecord) throws -> SignInStep {
        guard let user else { throw Refusal.wrongCredentials }
        if session.state.isSetUp {
            return try passSecondFactor(session.challenge)
        }
        guard pool.secondFactors.contains(.emailOTP), let address = sent["EMAIL"] else {
            throw Refusal.invalidParameter("No second factor has been set up in this session")
        }
        let email = AttributeType(name: "email", value: Sensitive(address))
        _ = try pool.schema.checked([email], writtenBy: .administrator, on: .update)
        return try codeChallenge(.emailOTP, to: user, at: "email", address: address)
    }
}

extension SecondFactors.AuthenticatorApp {
    /// What becomes of a code.
    func verdict(on code: String, at time: UnixTime) throws -> TOTPVerifier.Verdict {
        let totp = TOTP(try OneTimePasswordSecret(base32: secret))
        return try TOTPVerifier(totp).verdict(on: code, at: time, lastAcceptedStep: lastStep)
    }
}
