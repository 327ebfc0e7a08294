internal import CognitoWire

extension InitiateAuth: LocalOperation {
    static func perform(_ request: InitiateAuthRequest, in call: Call) throws -> SignInStep {
        let begun = SignInRequest(
            flow: request.authFlow,
            sent: SentParameters(request.authParameters),
            session: request.session,
            metadata: request.clientMetadata ?? [:],
            isAdministrative: false
        )
        return try SignIn.begin(begun, client: call.client(request.clientID), in: call)
    }

    static func output(of step: SignInStep) throws -> InitiateAuthResponse {
        try step.initiateAuthResponse()
    }
}
