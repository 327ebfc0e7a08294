public import ByteCoding
internal import CognitoClient
internal import CognitoWire

extension UserPool {
    /// Signs a user in, as far as no person has to answer (`InitiateAuth`, and `RespondToAuthChallenge` for proofs of the
    /// password and of the device).
    ///
    /// A device that the pool does not know any longer is left behind and the sign-in goes on without it. A proof that is
    /// refused is made once more if the service's answers show that the clock was wrong.
    ///
    /// - Parameters:
    ///   - username: What the person typed: a username or an alias.
    ///   - password: The password's UTF-8 bytes; `nil` where the flow does without.
    ///   - flow: How the sign-in begins.
    ///   - device: The device of an earlier sign-in of this user.
    ///   - options: What is different this time.
    /// - Returns: The tokens, or what must happen next.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/answerDoesNotFit`` before anything is sent if the flow needs
    ///   a password.
    public func signIn(
        username: String,
        password: SecretBytes? = nil,
        flow: SignInFlow = .srp,
        device: DeviceCredentials? = nil,
        options: SignInOptions = SignInOptions()
    ) async throws(UserPoolError) -> SignInStep {
        try await observed("signIn") { () throws(UserPoolError) in
            try await signIn(username, password, flow, device, options, session: nil, mayRepeat: true)
        }
    }

    /// Signs in a user who has just been confirmed, with nothing but the session of the sign-up (`USER_AUTH`).
    ///
    /// - Parameters:
    ///   - username: The user, as in the sign-up.
    ///   - session: The session that the confirmation gave.
    ///   - options: What is different this time.
    /// - Returns: The tokens, or what must happen next.
    /// - Throws: ``UserPoolError``.
    public func signIn(
        username: String,
        afterSignUp session: SignUpSession,
        options: SignInOptions = SignInOptions()
    ) async throws(UserPoolError) -> SignInStep {
        try await observed("signIn") { () throws(UserPoolError) in
            try await signIn(username, nil, .choice(), nil, options, session: session.value, mayRepeat: false)
        }
    }

    /// Answers a challenge (`RespondToAuthChallenge`).
    ///
    /// When the service says that a code is wrong (`CodeMismatchException`), the same challenge may be answered again;
    /// after any other answer it is spent.
    ///
    /// - Parameters:
    ///   - challenge: The challenge, from this process or another.
    ///   - answer: What the user answers.
    ///   - metadata: What the triggers are given.
    /// - Returns: The tokens, or what must happen next.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/answerDoesNotFit`` or
    ///   ``UserPoolError/Code/foreignChallenge`` before anything is sent.
    public func answer(
        _ challenge: SignInChallenge,
        with answer: ChallengeAnswer,
        metadata: [String: String] = [:]
    ) async throws(UserPoolError) -> SignInStep {
        try check(challenge)
        let responses = try answer.responses(to: challenge)
        return try await observed("answer") { () throws(UserPoolError) in
            try await step { () throws(UserPoolError) in
                try await self.answer(challenge, with: answer, responses, metadata)
            }
        }
    }

    private func answer(
        _ challenge: SignInChallenge,
        with answer: ChallengeAnswer,
        _ responses: [String: String]?,
        _ metadata: [String: String]
    ) async throws(UserPoolError) -> SignInStep {
        var conversation = SignInConversation(
            pool: self,
            challenge: challenge,
            password: answer.provedPassword,
            metadata: metadata
        )
        if let responses { return try await conversation.answer(challenge, with: responses) }
        guard case .code(let code) = answer else { return try await conversation.prove(to: challenge) }
        let verified = try await verifyApp(code, for: challenge)
        return try await conversation.answer(verified, with: [:])
    }

    /// Refuses the challenge of another app client.
    func check(_ challenge: SignInChallenge) throws(UserPoolError) {
        guard challenge.clientID == appClient.id else {
            let problem = "this sign-in was begun for another app client; begin again"
            throw UserPoolError(.foreignChallenge, problem)
        }
    }

    private func signIn(
        _ username: String,
        _ password: SecretBytes?,
        _ flow: SignInFlow,
        _ device: DeviceCredentials?,
        _ options: SignInOptions,
        session: Sensitive<String>?,
        mayRepeat: Bool
    ) async throws(UserPoolError) -> SignInStep {
        var conversation = SignInConversation(
            pool: self,
            username: username,
            password: password,
            device: device,
            options: options
        )
        do throws(UserPoolError) {
            return try await step { () throws(UserPoolError) in try await conversation.begin(flow, session: session) }
        } catch {
            guard mayRepeat else { throw error }
            if error.code == .unknownDevice, device != nil {
                return try await signIn(username, password, flow, nil, options, session: session, mayRepeat: true)
            }
            if error.code == .invalidCredentials, clockWasWrong(for: conversation) {
                return try await signIn(username, password, flow, device, options, session: session, mayRepeat: false)
            }
            throw error
        }
    }

    /// Whether the answers since the proof was made show another time than the one it carries.
    private func clockWasWrong(for conversation: SignInConversation) -> Bool {
        guard conversation.hasProved, let now = cognito.clockDifference else { return false }
        let change = now - (conversation.clockDifference ?? .zero)
        return change > Self.clockTolerance || change < .zero - Self.clockTolerance
    }

    /// A proof is not refused for less than this.
    private static let clockTolerance = Duration.seconds(60)

    /// Runs the calls of one step and reads where the sign-in stands.
    private func step(
        _ calls: () async throws(UserPoolError) -> SignInStep
    ) async throws(UserPoolError) -> SignInStep {
        do throws(UserPoolError) {
            return try await calls()
        } catch {
            switch error.code {
            case .userNotConfirmed: return .confirmSignUp(error)
            case .passwordResetRequired: return .resetPassword(error)
            default: throw error
            }
        }
    }
}
