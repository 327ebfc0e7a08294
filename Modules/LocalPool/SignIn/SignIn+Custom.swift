internal import CognitoWire
internal import GRDB

/// The flow that the pool's own triggers lead.
extension SignIn {
    /// Begins it, with the password first if the client sent `SRP_A`.
    mutating func beginCustom(_ sent: SentParameters) throws -> SignInStep {
        try refuseUnknownDevice()
        if sent["CHALLENGE_NAME"] == "SRP_A" {
            progress.clientPublicKey = try sent.required("SRP_A")
            progress.rounds = [CustomChallengeResult(challengeName: "SRP_A", challengeResult: true)]
        }
        return try defineNext()
    }

    /// Tells the trigger of a challenge that was answered, and goes where it says.
    mutating func nextRound(
        after name: ChallengeNameType,
        succeeded: Bool,
        metadata: String? = nil
    ) throws -> SignInStep {
        progress.rounds.append(
            CustomChallengeResult(
                challengeName: name.rawValue,
                challengeResult: succeeded,
                challengeMetadata: metadata
            )
        )
        return try defineNext()
    }

    /// Has the trigger judge an answer.
    mutating func answer(custom answer: String, of session: SessionRecord) throws -> SignInStep {
        let isRight = try call.verifyAuthChallengeResponse(
            answer,
            privateParameters: session.state.privateParameters ?? [:],
            of: user,
            username: progress.username,
            client: client,
            in: pool,
            metadata: metadata
        )
        return try nextRound(after: .customChallenge, succeeded: isRight, metadata: session.state.metadata)
    }

    /// Whether the pool's triggers say what comes after each answer: until they have seen enough.
    var isLedByTriggers: Bool { progress.flow == .custom && progress.firstFactor != .custom }

    private mutating func defineNext() throws -> SignInStep {
        let defined = try call.defineAuthChallenge(
            session: progress.rounds,
            of: user,
            username: progress.username,
            client: client,
            in: pool,
            metadata: metadata
        )
        guard !defined.failAuthentication else { throw Refusal.wrongCredentials }
        if defined.issueTokens {
            guard let user else { throw Refusal.wrongCredentials }
            try refuseClosed(user)
            return try pass(.custom)
        }
        return try begin(ChallengeNameType(rawValue: defined.challengeName ?? ""))
    }

    private func begin(_ name: ChallengeNameType) throws -> SignInStep {
        switch name {
        case .customChallenge:
            return try customChallenge()
        case .passwordVerifier:
            guard let clientPublicKey = progress.clientPublicKey else {
                throw Refusal.invalidParameter("SRP_A is required for the challenge PASSWORD_VERIFIER")
            }
            return try passwordChallenge(clientPublicKey: clientPublicKey, hasSession: true)
        case .smsMFA, .softwareTokenMFA, .emailOTP:
            guard let user, usableFactors(of: user).contains(name) else {
                throw Refusal.invalidParameter("The user has not set up \(name.rawValue)")
            }
            return try challenge(name, of: user)
        case .deviceSRPAuth:
            guard let user, let device = try rememberedDevice(of: user) else { throw Refusal.unknownDevice }
            return try deviceChallenge(device.key)
        default:
            throw Refusal(.invalidLambdaResponse, "Unrecognizable lambda output")
        }
    }

    private func customChallenge() throws -> SignInStep {
        let created = try call.createAuthChallenge(
            ChallengeNameType.customChallenge.rawValue,
            session: progress.rounds,
            of: user,
            username: progress.username,
            client: client,
            in: pool,
            metadata: metadata
        )
        let parameters = created.publicChallengeParameters.merging(["USERNAME": progress.username]) { $1 }
        return try challenge(.customChallenge, parameters) { state in
            state.privateParameters = created.privateChallengeParameters
            state.metadata = created.challengeMetadata
        }
    }
}
