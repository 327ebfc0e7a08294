internal import CognitoWire

extension AdminRespondToAuthChallenge: LocalOperation {
    static func perform(
        _ request: AdminRespondToAuthChallengeRequest,
        in call: Call
    ) throws -> SignInStep {
        let client = try call.client(request.clientID, in: call.pool(request.userPoolID))
        let answer = ChallengeAnswer(
            challenge: request.challengeName,
            sent: SentParameters(request.challengeResponses),
            session: request.session,
            metadata: request.clientMetadata ?? [:],
            isAdministrative: true
        )
        return try SignIn.resume(answer, client: client, in: call)
    }

    static func output(of step: SignInStep) throws -> AdminRespondToAuthChallengeResponse {
        try step.adminRespondToAuthChallengeResponse()
    }
}
