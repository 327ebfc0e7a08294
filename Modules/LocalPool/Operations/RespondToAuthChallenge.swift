internal import CognitoWire

extension RespondToAuthChallenge: LocalOperation {
    static func perform(
        _ request: RespondToAuthChallengeRequest,
        in call: Call
    ) throws -> RespondToAuthChallengeResponse {
        let answer = ChallengeAnswer(
            challenge: request.challengeName,
            sent: SentParameters(request.challengeResponses),
            session: request.session,
            metadata: request.clientMetadata ?? [:]
        )
        return try SignIn.resume(answer, client: call.client(request.clientID), in: call).respondToAuthChallengeResponse
    }
}
