internal import CognitoSRP
internal import CognitoWire
internal import GRDB

/// What `RespondToAuthChallenge` and `AdminRespondToAuthChallenge` have in common.
struct ChallengeAnswer {
    let challenge: ChallengeNameType
    let sent: SentParameters
    let session: Sensitive<String>?
    let metadata: [String: String]
    var isAdministrative = false
    /// Whether the pool's own page answers.
    var isHosted = false
}

extension SignIn {
    /// Goes on with a sign-in whose challenge is answered.
    ///
    /// - Parameters:
    ///   - answer: What was sent.
    ///   - client: With which client.
    ///   - call: The call.
    /// - Returns: The next challenge, or the tokens.
    /// - Throws: ``Refusal``.
    static func resume(_ answer: ChallengeAnswer, client: AppClientRecord, in call: Call) throws -> SignInStep {
        let pool = try call.pool(client.poolID)
        let username = try answer.sent.username()
        try call.checkSecretHash(answer.sent["SECRET_HASH"], of: client, over: [username])
        switch answer.challenge {
        case .passwordVerifier, .devicePasswordVerifier:
            return try resumeAfterProof(answer, username: username, client: client, pool: pool, in: call)
        case .deviceSRPAuth where answer.session == nil:
            let key = try answer.sent.required("DEVICE_KEY")
            let session = try call.deviceSession(
                of: call.user(named: username, in: pool),
                deviceKey: key,
                client: client
            )
            return try resume(answer, session: session, username: username, client: client, pool: pool, in: call)
        default:
            guard ChallengeNameType.known.contains(answer.challenge) else { throw unknown(answer.challenge) }
            let session = try call.session(answer.session, of: answer.challenge, client: client)
            return try resume(answer, session: session, username: username, client: client, pool: pool, in: call)
        }
    }

    private static func resume(
        _ answer: ChallengeAnswer,
        session: SessionRecord,
        username: String,
        client: AppClientRecord,
        pool: UserPoolRecord,
        in call: Call
    ) throws -> SignInStep {
        var signIn = try SignIn(
            call: call,
            client: client,
            pool: pool,
            metadata: answer.metadata,
            progress: session.state.progress,
            user: session.sub.flatMap { try call.user(sub: $0) }
        )
        try signIn.refuseForeign(answer)
        try signIn.refuse(username)
        try signIn.become(answer.sent["DEVICE_KEY"])
        // What can be seen to be missing costs no session.
        let step = try signIn.reading(answer, session)
        return try call.spending(session) { try step(&signIn) }
    }

    /// Reads an answer, before the session is spent.
    private func reading(
        _ answer: ChallengeAnswer,
        _ session: SessionRecord
    ) throws -> (inout SignIn) throws -> SignInStep {
        let sent = answer.sent
        switch answer.challenge {
        case .newPasswordRequired:
            let password = try sent.required("NEW_PASSWORD")
            return { try $0.answer(newPassword: password, attributes: sent.userAttributes) }
        case .smsMFA:
            return try readingCode("SMS_MFA_CODE", sent, session)
        case .emailOTP:
            return try readingCode("EMAIL_OTP_CODE", sent, session)
        case .smsOTP:
            return try readingCode("SMS_OTP_CODE", sent, session)
        case .softwareTokenMFA:
            let code = try sent.required("SOFTWARE_TOKEN_MFA_CODE")
            return { try $0.answer(appCode: code, of: session) }
        case .selectMFAType:
            let selection = try sent.required("ANSWER")
            return { try $0.answer(selection: selection) }
        case .mfaSetup:
            return { try $0.answer(setUp: sent, of: session) }
        case .selectChallenge:
            let choice = try sent.required("ANSWER")
            if choice == ChallengeNameType.webAuthn.rawValue, let credential = sent["CREDENTIAL"] {
                return try readingPasskey(credential, session)
            }
            return { try $0.choose(choice, sent) }
        case .webAuthn:
            return try readingPasskey(sent.required("CREDENTIAL"), session)
        case .deviceSRPAuth:
            return { try $0.answerDevice(sent) }
        case .customChallenge:
            let text = try sent.required("ANSWER")
            return { try $0.answer(custom: text, of: session) }
        default:
            throw Refusal.invalidParameter("\(answer.challenge.rawValue) is not answered this way")
        }
    }

    /// A code that was sent: the second factor, or in a flow with a choice the first.
    private func readingCode(
        _ name: String,
        _ sent: SentParameters,
        _ session: SessionRecord
    ) throws -> (inout SignIn) throws -> SignInStep {
        let code = try sent.required(name)
        return { signIn in
            try signIn.call.checkCode(code, of: session)
            guard signIn.progress.firstFactor == nil else { return try signIn.passCode(session) }
            return try signIn.passFirstCode(session.challenge == .smsOTP ? .smsCode : .emailCode)
        }
    }

    private func readingPasskey(
        _ credential: String,
        _ session: SessionRecord
    ) throws -> (inout SignIn) throws -> SignInStep {
        let answer = try Self.readPasskey(credential)
        return { try $0.answer(passkey: answer, to: session.state.passkeyChallenge) }
    }

    private static func resumeAfterProof(
        _ answer: ChallengeAnswer,
        username: String,
        client: AppClientRecord,
        pool: UserPoolRecord,
        in call: Call
    ) throws -> SignInStep {
        let claim = try PasswordClaim(
            signature: answer.sent.required("PASSWORD_CLAIM_SIGNATURE"),
            secretBlock: answer.sent.required("PASSWORD_CLAIM_SECRET_BLOCK"),
            timestamp: answer.sent.required("TIMESTAMP")
        )
        let isDevice = answer.challenge == .devicePasswordVerifier
        let id = try call.storedID(of: claim.secretBlock)
        guard let exchange = try SRPExchangeRecord.first(call.db, where: "id = ?", [id]),
            exchange.clientID == client.id, (exchange.deviceKey != nil) == isDevice
        else { throw Refusal.wrongCredentials }
        if let expected = exchange.sessionID {
            guard let sent = answer.session, try call.storedID(of: sent.value) == expected else {
                throw Refusal.notAuthorized("Invalid session for the user.")
            }
        }
        let sub = exchange.progress.sub
        var signIn = SignIn(
            call: call,
            client: client,
            pool: pool,
            metadata: answer.metadata,
            progress: exchange.progress,
            user: try sub.flatMap { try call.user(sub: $0) }
        )
        try signIn.refuseForeign(answer)
        guard (try? signIn.refuse(username)) != nil else { throw Refusal.wrongCredentials }
        let verdict = try judge(claim, of: exchange, in: call)
        // After "Device does not exist." the same proof comes again without the key, so it is not spent.
        if !isDevice, verdict == .right { try signIn.resumeDevice(answer.sent["DEVICE_KEY"]) }
        try exchange.delete(call.db)
        return try call.keepingSpent {
            try signIn.accept(verdict)
            guard !isDevice else { return try signIn.passDevice() }
            guard try signIn.user?.passwordVerifier()?.verifierBytes() == exchange.verifier.bytes else {
                throw Refusal.wrongCredentials
            }
            return try signIn.passPassword()
        }
    }

    /// Counts a wrong proof.
    private func accept(_ verdict: Verdict) throws {
        switch verdict {
        case .right: return
        case .refused(let refusal): throw refusal
        case .wrong:
            try call.recordFailure(.password, username: progress.username, poolID: pool.id)
            try call.record(.signIn, .fail, of: user?.sub, in: pool, [.password: .failure])
            throw Refusal.wrongCredentials.keepingChanges
        }
    }

    /// The session says who signs in; a `USERNAME` that names somebody else is refused.
    private func refuse(_ username: String) throws {
        guard username == progress.username || username == user?.sub else {
            guard let user, try call.user(named: username, in: pool)?.sub == user.sub else {
                throw Refusal.notAuthorized("Invalid session for the user.")
            }
            return
        }
    }

    /// What an administrator began with a password in clear, no user ends; in the service, nothing of theirs.
    ///
    /// What the pool's page began, nobody else ends.
    private func refuseForeign(_ answer: ChallengeAnswer) throws {
        let isAdministrators = progress.isAdministrative && (progress.flow == .password || call.mode == .strict)
        guard progress.isHosted == answer.isHosted, answer.isAdministrative || !isAdministrators else {
            throw Refusal.notAuthorized("Invalid session for the user.")
        }
    }

    private static func unknown(_ challenge: ChallengeNameType) -> Refusal {
        let known = ChallengeNameType.known.map(\.rawValue).joined(separator: ", ")
        return .invalidParameter(
            "1 validation error detected: Value at 'challengeName' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [\(known)]"
        )
    }
}
