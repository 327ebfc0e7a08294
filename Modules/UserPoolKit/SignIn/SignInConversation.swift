internal import ByteCoding
internal import CognitoClient
internal import CognitoSRP
internal import CognitoWire
internal import FoundationEssentials

/// One sign-in, as far as one process takes it: it answers by itself what it has the secrets for, which are proofs of the
/// password and of the device, and stops where a person is needed.
struct SignInConversation {
    /// More challenges in a row than any pool asks without a person: a server that goes on is not one.
    private static let longestRun = 8

    private let pool: UserPool
    private let metadata: [String: String]
    private let devicePolicy: DevicePolicy
    /// What the person typed, until the service has said the canonical name.
    private(set) var username: String
    /// The device that the user came with, as long as the pool knows it.
    private(set) var device: DeviceCredentials?
    private let password: SecretBytes?
    /// The exchange whose public key was sent last.
    private var exchange: SRPClient?
    /// Whether a proof was made.
    private(set) var hasProved = false
    /// What was added to the machine's clock for the last proof.
    private(set) var clockDifference: Duration?

    /// Begins a sign-in.
    init(
        pool: UserPool,
        username: String,
        password: SecretBytes?,
        device: DeviceCredentials?,
        options: SignInOptions
    ) {
        self.pool = pool
        self.username = username
        self.password = password
        self.device = device
        metadata = options.metadata
        devicePolicy = options.devicePolicy
    }

    /// Goes on with a sign-in that was kept.
    init(pool: UserPool, challenge: SignInChallenge, password: SecretBytes?, metadata: [String: String]) {
        self.pool = pool
        self.password = password
        self.metadata = metadata
        username = challenge.username
        device = challenge.device
        devicePolicy = challenge.devicePolicy
    }

    /// The first call, and all that follow until tokens come or a person is asked.
    mutating func begin(_ flow: SignInFlow, session: Sensitive<String>?) async throws(UserPoolError) -> SignInStep {
        let parameters = try openingParameters(of: flow)
        let answer = try await pool.call(
            InitiateAuth.self,
            InitiateAuthRequest(
                authFlow: flow.wireValue,
                clientID: Sensitive(pool.appClient.id),
                analyticsMetadata: pool.context.analytics,
                authParameters: Sensitive(parameters),
                clientMetadata: metadata.orNil,
                session: session,
                userContextData: pool.context.userData
            )
        )
        return try await goOn(AuthAnswer(answer))
    }

    /// Sends the answer to a challenge, and goes on.
    mutating func answer(
        _ challenge: SignInChallenge,
        with responses: [String: String]
    ) async throws(UserPoolError) -> SignInStep {
        let answer = try await respond(to: AuthAnswer(challenge), with: responses)
        return try await goOn(answer)
    }

    /// Proves the password, where the answer to a challenge is a proof of it.
    mutating func prove(to challenge: SignInChallenge) async throws(UserPoolError) -> SignInStep {
        var responses = ["SRP_A": try newPublicKey()]
        if challenge.name == .selectChallenge { responses["ANSWER"] = FirstFactor.passwordSRP.rawValue }
        return try await answer(challenge, with: responses)
    }

    // MARK: Steps

    private mutating func openingParameters(of flow: SignInFlow) throws(UserPoolError) -> [String: String] {
        var parameters = ["USERNAME": username]
        switch flow {
        case .srp:
            _ = try knownPassword()
            parameters["SRP_A"] = try newPublicKey()
        case .password:
            parameters["PASSWORD"] = try knownPassword().text
        case .custom:
            guard password != nil else { break }
            parameters["CHALLENGE_NAME"] = "SRP_A"
            parameters["SRP_A"] = try newPublicKey()
        case .choice(let preferred):
            parameters["PREFERRED_CHALLENGE"] = preferred?.rawValue
            switch preferred {
            case .password: parameters["PASSWORD"] = try knownPassword().text
            case .passwordSRP:
                _ = try knownPassword()
                parameters["SRP_A"] = try newPublicKey()
            default: break
            }
        }
        parameters["SECRET_HASH"] = try pool.appClient.secretHash(for: username)
        parameters["DEVICE_KEY"] = device?.key
        return parameters
    }

    /// Answers what needs nobody, until there are tokens or somebody is needed.
    private mutating func goOn(_ first: AuthAnswer) async throws(UserPoolError) -> SignInStep {
        var answer = first
        for _ in 0..<Self.longestRun {
            // The canonical name, which answers and secret hashes are made of from now on.
            if let canonical = answer.parameters["USERNAME"] { username = canonical }
            if let result = answer.result { return .signedIn(try await finish(result)) }
            guard let name = answer.challenge else {
                let problem = "the service answered a sign-in with neither tokens nor a challenge"
                throw UserPoolError(.malformedAnswer, problem)
            }
            guard let responses = try ownResponses(to: answer, named: name) else {
                return .challenge(challenge(answer, named: name))
            }
            answer = try await respond(to: answer, with: responses)
        }
        throw UserPoolError(.malformedAnswer, "the service asks for one proof after another")
    }

    /// The responses that need no person; `nil` if one is needed.
    private mutating func ownResponses(
        to answer: AuthAnswer,
        named name: ChallengeNameType
    ) throws(UserPoolError) -> [String: String]? {
        switch name {
        case .passwordVerifier:
            guard let exchange, let password else { return nil }
            self.exchange = nil
            let (poolID, userID) = (pool.id, try answer.parameter("USER_ID_FOR_SRP"))
            let identity = try exchanging { () throws(SRPError) in
                try SRPIdentity(userPoolID: poolID, userID: userID)
            }
            return try proof(for: answer, by: exchange, identity: identity, password: password)
        case .passwordSRP where password != nil: return ["SRP_A": try newPublicKey()]
        case .deviceSRPAuth where device != nil: return ["SRP_A": try newPublicKey()]
        case .devicePasswordVerifier:
            guard let exchange, let device else { return nil }
            self.exchange = nil
            let identity = SRPIdentity(deviceGroupKey: device.groupKey, deviceKey: device.key)
            return try proof(for: answer, by: exchange, identity: identity, password: device.secret)
        default: return nil
        }
    }

    private mutating func proof(
        for answer: AuthAnswer,
        by client: SRPClient,
        identity: SRPIdentity,
        password: SecretBytes
    ) throws(UserPoolError) -> [String: String] {
        let salt = try answer.parameter("SALT")
        let serverKey = try answer.parameter("SRP_B")
        let block = try answer.parameter("SECRET_BLOCK")
        // The service compares the timestamp with its own clock, which its answers have shown.
        hasProved = true
        clockDifference = pool.cognito.clockDifference
        let now = pool.clock().adding(clockDifference ?? .zero)
        let claim = try exchanging { () throws(SRPError) in
            let challenge = try SRPChallenge(salt: salt, serverPublicKey: serverKey, secretBlock: block)
            return try client.passwordClaim(for: challenge, identity: identity, password: password, at: now)
        }
        return [
            "PASSWORD_CLAIM_SIGNATURE": claim.signature,
            "PASSWORD_CLAIM_SECRET_BLOCK": claim.secretBlock,
            "TIMESTAMP": claim.timestamp,
        ]
    }

    /// Sends responses; without the device, once more, if the pool does not know it any longer.
    private mutating func respond(
        to answer: AuthAnswer,
        with responses: [String: String]
    ) async throws(UserPoolError) -> AuthAnswer {
        do throws(UserPoolError) {
            return try await send(responses, to: answer)
        } catch {
            let isAboutDevice = answer.challenge == .deviceSRPAuth || answer.challenge == .devicePasswordVerifier
            if isAboutDevice, device != nil, error.code == .invalidCredentials {
                throw UserPoolError(.unknownDevice, "the pool refuses the device")
            }
            guard error.code == .unknownDevice, device != nil, !isAboutDevice else { throw error }
            device = nil
            return try await send(responses, to: answer)
        }
    }

    private func send(
        _ responses: [String: String],
        to answer: AuthAnswer
    ) async throws(UserPoolError) -> AuthAnswer {
        var responses = responses
        responses["USERNAME"] = username
        responses["SECRET_HASH"] = try pool.appClient.secretHash(for: username)
        responses["DEVICE_KEY"] = device?.key
        return AuthAnswer(
            try await pool.call(
                RespondToAuthChallenge.self,
                RespondToAuthChallengeRequest(
                    challengeName: answer.challenge ?? .passwordVerifier,
                    clientID: Sensitive(pool.appClient.id),
                    analyticsMetadata: pool.context.analytics,
                    challengeResponses: Sensitive(responses),
                    clientMetadata: metadata.orNil,
                    session: answer.session,
                    userContextData: pool.context.userData
                )
            )
        )
    }

    /// Reads the tokens, and makes a new device known to the pool.
    private func finish(_ result: AuthenticationResultType) async throws(UserPoolError) -> SignedIn {
        let tokens = try TokenSet(result)
        guard let offered = result.newDeviceMetadata, let key = offered.deviceKey, let group = offered.deviceGroupKey
        else {
            let session = UserSession(tokens: tokens, device: device)
            return SignedIn(session: session, device: device == nil ? .none : .known)
        }
        guard case .confirm(let name) = devicePolicy else {
            return SignedIn(session: UserSession(tokens: tokens), device: .ignored)
        }
        do throws(UserPoolError) {
            let confirmed = try await pool.confirmDevice(key: key, groupKey: group, named: name, of: tokens)
            return SignedIn(
                session: UserSession(tokens: tokens, device: confirmed.device),
                device: .confirmed(isUndecided: confirmed.isUndecided)
            )
        } catch {
            return SignedIn(session: UserSession(tokens: tokens), device: .notConfirmed(error))
        }
    }

    private func challenge(_ answer: AuthAnswer, named name: ChallengeNameType) -> SignInChallenge {
        SignInChallenge(
            name: name,
            username: username,
            parameters: Sensitive(answer.parameters),
            issuedAt: pool.clock().date,
            availableFactors: answer.availableFactors,
            clientID: pool.appClient.id,
            session: answer.session,
            device: device,
            devicePolicy: devicePolicy
        )
    }

    private mutating func newPublicKey() throws(UserPoolError) -> String {
        let random = pool.random
        let client = try exchanging { () throws(SRPError) in try SRPClient(random: random) }
        exchange = client
        return client.publicKey.hexadecimal
    }

    private func knownPassword() throws(UserPoolError) -> SecretBytes {
        guard let password else {
            throw UserPoolError(.answerDoesNotFit, "this way to sign in needs the password")
        }
        return password
    }
}

extension SignInFlow {
    fileprivate var wireValue: AuthFlowType {
        switch self {
        case .srp: .userSRPAuth
        case .password: .userPasswordAuth
        case .custom: .customAuth
        case .choice: .userAuth
        }
    }
}
