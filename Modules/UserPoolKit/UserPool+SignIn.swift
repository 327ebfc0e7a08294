public import ByteCoding
internal import CognitoClient
internal import CognitoSRP
internal import CognitoWire
internal import FoundationEssentials

extension UserPool {
    /// Signs a user in with a password (`InitiateAuth`, and `RespondToAuthChallenge` for the proof).
    ///
    /// - Parameters:
    ///   - username: What the person typed: a username or an alias.
    ///   - password: The password's UTF-8 bytes.
    ///   - flow: How the password is shown to the service.
    ///   - metadata: What the triggers are given.
    /// - Returns: The tokens, or what must happen next.
    /// - Throws: `CognitoClientError`, ``UserPoolError`` or `SRPError`, as every call of ``UserPool``.
    public func signIn(
        username: String,
        password: SecretBytes,
        flow: SignInFlow = .srp,
        metadata: [String: String] = [:]
    ) async throws -> SignInStep {
        try await step {
            switch flow {
            case .password:
                return try await initiate(
                    .userPasswordAuth,
                    ["USERNAME": username, "PASSWORD": password.text],
                    username: username,
                    metadata: metadata
                )
            default:
                let client = try SRPClient(random: random)
                let answer = try await initiate(
                    .userSRPAuth,
                    ["USERNAME": username, "SRP_A": client.publicKey.hexadecimal],
                    username: username,
                    metadata: metadata
                )
                guard answer.challenge == .passwordVerifier else { return answer }
                let responses = try passwordProof(for: answer, by: client, password: password)
                return try await respond(to: answer.asChallenge(of: self), with: responses, metadata: metadata)
            }
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
    /// - Throws: Besides what every call throws, ``UserPoolError`` with ``UserPoolError/Code/answerDoesNotFit`` or
    ///   ``UserPoolError/Code/foreignChallenge``, before anything is sent.
    public func answer(
        _ challenge: SignInChallenge,
        with answer: ChallengeAnswer,
        metadata: [String: String] = [:]
    ) async throws -> SignInStep {
        guard challenge.clientID == appClient.id else {
            throw UserPoolError(.foreignChallenge, "this sign-in was begun for another app client; begin again")
        }
        let responses = try answer.responses(to: challenge)
        return try await step { try await respond(to: challenge, with: responses, metadata: metadata) }
    }

    /// Runs the calls of one step and reads where the sign-in stands.
    private func step(_ calls: () async throws -> AuthAnswer) async throws -> SignInStep {
        do {
            let answer = try await calls()
            if let result = answer.result { return .signedIn(try TokenSet(result)) }
            return .challenge(try answer.asChallenge(of: self))
        } catch let error as CognitoClientError where error.serviceCode == .userNotConfirmed {
            return .confirmSignUp(error)
        } catch let error as CognitoClientError where error.serviceCode == .passwordResetRequired {
            return .resetPassword(error)
        }
    }

    private func initiate(
        _ flow: AuthFlowType,
        _ parameters: [String: String],
        username: String,
        metadata: [String: String]
    ) async throws -> AuthAnswer {
        var parameters = parameters
        parameters["SECRET_HASH"] = try appClient.secretHash(for: username)
        let answer = try await cognito.call(
            InitiateAuth.self,
            InitiateAuthRequest(
                authFlow: flow,
                clientID: Sensitive(appClient.id),
                authParameters: Sensitive(parameters),
                clientMetadata: metadata.orNil
            )
        )
        return AuthAnswer(answer, username: username)
    }

    private func respond(
        to challenge: SignInChallenge,
        with responses: [String: String],
        metadata: [String: String]
    ) async throws -> AuthAnswer {
        var responses = responses
        responses["USERNAME"] = challenge.username
        responses["SECRET_HASH"] = try appClient.secretHash(for: challenge.username)
        let answer = try await cognito.call(
            RespondToAuthChallenge.self,
            RespondToAuthChallengeRequest(
                challengeName: challenge.name,
                clientID: Sensitive(appClient.id),
                challengeResponses: Sensitive(responses),
                clientMetadata: metadata.orNil,
                session: challenge.session
            )
        )
        return AuthAnswer(answer, username: challenge.username)
    }

    /// The responses to `PASSWORD_VERIFIER`.
    private func passwordProof(
        for answer: AuthAnswer,
        by client: SRPClient,
        password: SecretBytes
    ) throws -> [String: String] {
        let challenge = try SRPChallenge(
            salt: answer.parameter("SALT"),
            serverPublicKey: answer.parameter("SRP_B"),
            secretBlock: answer.parameter("SECRET_BLOCK")
        )
        let identity = try SRPIdentity(userPoolID: id, userID: answer.parameter("USER_ID_FOR_SRP"))
        // The service compares the timestamp with its own clock, which the answer to the first call has shown.
        let now = clock().adding(cognito.clockDifference ?? .zero)
        let claim = try client.passwordClaim(for: challenge, identity: identity, password: password, at: now)
        return [
            "PASSWORD_CLAIM_SIGNATURE": claim.signature,
            "PASSWORD_CLAIM_SECRET_BLOCK": claim.secretBlock,
            "TIMESTAMP": claim.timestamp,
        ]
    }
}

/// What the two operations of a sign-in answer alike.
private struct AuthAnswer {
    let challenge: ChallengeNameType?
    let parameters: [String: String]
    let session: Sensitive<String>?
    let result: AuthenticationResultType?
    /// The name to go on with: the canonical one as soon as the service has said it.
    let username: String

    init(_ answer: InitiateAuthResponse, username: String) {
        challenge = answer.challengeName
        parameters = answer.challengeParameters ?? [:]
        session = answer.session
        result = answer.authenticationResult
        self.username = parameters["USERNAME"] ?? username
    }

    init(_ answer: RespondToAuthChallengeResponse, username: String) {
        challenge = answer.challengeName
        parameters = answer.challengeParameters ?? [:]
        session = answer.session
        result = answer.authenticationResult
        self.username = parameters["USERNAME"] ?? username
    }

    func parameter(_ name: String) throws -> String {
        guard let value = parameters[name] else {
            throw UserPoolError(.malformedAnswer, "the service sent a challenge without \(name)")
        }
        return value
    }

    func asChallenge(of pool: UserPool) throws -> SignInChallenge {
        guard let challenge else {
            throw UserPoolError(.malformedAnswer, "the service answered a sign-in with neither tokens nor a challenge")
        }
        return SignInChallenge(
            name: challenge,
            username: username,
            parameters: parameters,
            issuedAt: pool.clock().date,
            clientID: pool.appClient.id,
            session: session
        )
    }
}
