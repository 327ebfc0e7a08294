internal import CognitoWire

extension RespondToAuthChallenge: LocalOperation {
    static func perform(
        _ request: RespondToAuthChallengeRequest,
        in call: Call
    ) throws -> SignInStep {
        let answer = ChallengeAnswer(
            challenge: request.challengeName,
            sent: SentParameters(request.challengeResponses),
            session: request.session,
            metadata: request.clientMetadata ?? [:]
        )
        return try SignIn.resume(answer, client: call.client(request.clientID), in: call)
    }

    static func output(of step: SignInStep) throws -> RespondToAuthChallengeResponse {
        try step.respondToAuthChallengeResponse()
    }
}
