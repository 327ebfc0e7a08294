internal import ByteCoding
internal import CognitoWire

/// One challenge of a custom sign-in that was answered, as the triggers are told.
struct CustomChallengeResult: Codable, Hashable, Sendable {
    /// `CUSTOM_CHALLENGE`, or `SRP_A`, `PASSWORD_VERIFIER`, a second factor.
    let challengeName: String
    /// Whether the answer was right.
    let challengeResult: Bool
    /// What ``Call/createAuthChallenge(_:session:of:username:client:in:metadata:)`` said of it.
    var challengeMetadata: String?

    fileprivate var event: JSONValue {
        .members([
            ("challengeName", .string(challengeName)),
            ("challengeResult", .bool(challengeResult)),
            ("challengeMetadata", .text(challengeMetadata)),
        ])
    }
}

/// What comes next in a custom sign-in.
struct DefinedChallenge: Equatable {
    let challengeName: String?
    let issueTokens: Bool
    let failAuthentication: Bool
}

/// A custom challenge.
struct CreatedChallenge: Equatable {
    /// For the caller.
    let publicChallengeParameters: [String: String]
    /// For the trigger that judges the answer.
    let privateChallengeParameters: [String: String]
    let challengeMetadata: String?
}

extension Call {
    /// Asks what comes next in a custom sign-in.
    ///
    /// - Parameters:
    ///   - session: What was answered so far, in order.
    ///   - user: Who signs in; `nil` for a name that nobody has, in a client that hides that.
    ///   - username: The name as it was sent.
    ///   - client: The caller's client.
    ///   - pool: Where.
    ///   - metadata: `ClientMetadata` of the caller.
    /// - Returns: The next challenge, or the sign-in's end.
    /// - Throws: ``Refusal`` if the pool has no such trigger, or the trigger refuses or fails.
    func defineAuthChallenge(
        session: [CustomChallengeResult],
        of user: UserRecord?,
        username: String,
        client: AppClientRecord,
        in pool: UserPoolRecord,
        metadata: [String: String]?
    ) throws -> DefinedChallenge {
        guard has(.defineAuthChallenge, in: pool) else {
            throw Refusal.invalidParameter("Custom auth lambda trigger is not configured for the user pool.")
        }
        let subject = try subject(user, username: username, client: client)
        let answer = try ask(
            TriggerInvocation(
                .defineAuthChallenge,
                source: "DefineAuthChallenge_Authentication",
                about: subject,
                request: [("session", .array(session.map(\.event))), subject.unknownMark(for: client)],
                metadata: metadata,
                response: ["challengeName", "issueTokens", "failAuthentication"].map { ($0, .null) }
            )
        )
        let defined = DefinedChallenge(
            challengeName: try answer.text("challengeName"),
            issueTokens: try answer.flag("issueTokens") ?? false,
            failAuthentication: try answer.flag("failAuthentication") ?? false
        )
        // Neither an end nor a challenge is no decision.
        guard defined.challengeName != nil || defined.issueTokens || defined.failAuthentication else {
            throw TriggerAnswer.unrecognizable
        }
        return defined
    }

    /// Asks for a custom challenge.
    ///
    /// - Parameters:
    ///   - name: `CUSTOM_CHALLENGE`.
    ///   - session: As for ``defineAuthChallenge(session:of:username:client:in:metadata:)``, and the others too.
    ///   - user: Who signs in.
    ///   - username: The name as it was sent.
    ///   - client: The caller's client.
    ///   - pool: Where.
    ///   - metadata: `ClientMetadata` of the caller.
    /// - Returns: The challenge.
    /// - Throws: ``Refusal`` if the pool has no such trigger, or the trigger refuses or fails.
    func createAuthChallenge(
        _ name: String,
        session: [CustomChallengeResult],
        of user: UserRecord?,
        username: String,
        client: AppClientRecord,
        in pool: UserPoolRecord,
        metadata: [String: String]?
    ) throws -> CreatedChallenge {
        guard has(.createAuthChallenge, in: pool) else { throw Self.unconfigured(.createAuthChallenge) }
        let subject = try subject(user, username: username, client: client)
        let answer = try ask(
            TriggerInvocation(
                .createAuthChallenge,
                source: "CreateAuthChallenge_Authentication",
                about: subject,
                request: [
                    ("challengeName", .string(name)), ("session", .array(session.map(\.event))),
                    subject.unknownMark(for: client),
                ],
                metadata: metadata,
                response: ["publicChallengeParameters", "privateChallengeParameters", "challengeMetadata"]
                    .map { ($0, .null) }
            )
        )
        return CreatedChallenge(
            publicChallengeParameters: try answer.texts("publicChallengeParameters") ?? [:],
            privateChallengeParameters: try answer.texts("privateChallengeParameters") ?? [:],
            challengeMetadata: try answer.text("challengeMetadata")
        )
    }

    /// Asks whether a custom challenge was answered rightly.
    ///
    /// - Parameters:
    ///   - answer: As it was sent.
    ///   - privateParameters: What ``createAuthChallenge(_:session:of:username:client:in:metadata:)`` kept for this.
    ///   - user: Who signs in.
    ///   - username: The name as it was sent.
    ///   - client: The caller's client.
    ///   - pool: Where.
    ///   - metadata: `ClientMetadata` of the caller.
    /// - Returns: Whether the answer is right.
    /// - Throws: ``Refusal`` if the pool has no such trigger, or the trigger refuses or fails.
    func verifyAuthChallengeResponse(
        _ answer: String,
        privateParameters: [String: String],
        of user: UserRecord?,
        username: String,
        client: AppClientRecord,
        in pool: UserPoolRecord,
        metadata: [String: String]?
    ) throws -> Bool {
        guard has(.verifyAuthChallengeResponse, in: pool) else {
            throw Self.unconfigured(.verifyAuthChallengeResponse)
        }
        let subject = try subject(user, username: username, client: client)
        let judged = try ask(
            TriggerInvocation(
                .verifyAuthChallengeResponse,
                source: "VerifyAuthChallengeResponse_Authentication",
                about: subject,
                request: [
                    ("privateChallengeParameters", .texts(privateParameters)), ("challengeAnswer", .string(answer)),
                    subject.unknownMark(for: client),
                ],
                metadata: metadata,
                response: [("answerCorrect", .null)]
            )
        )
        guard let isRight = try judged.flag("answerCorrect") else { throw TriggerAnswer.unrecognizable }
        return isRight
    }

    private static func unconfigured(_ kind: TriggerKind) -> Refusal {
        Refusal(.unexpectedLambda, "\(kind.errorName) invocation failed due to configuration.")
    }
}
