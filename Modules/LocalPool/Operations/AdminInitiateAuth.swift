internal import CognitoWire

extension AdminInitiateAuth: LocalOperation {
    static func perform(_ request: AdminInitiateAuthRequest, in call: Call) throws -> SignInStep {
        let client = try call.client(request.clientID, in: call.pool(request.userPoolID))
        let begun = SignInRequest(
            flow: request.authFlow,
            sent: SentParameters(request.authParameters),
            session: request.session,
            metadata: request.clientMetadata ?? [:],
            isAdministrative: true
        )
        return try SignIn.begin(begun, client: client, in: call)
    }

    static func output(of step: SignInStep) throws -> AdminInitiateAuthResponse {
        try step.adminInitiateAuthResponse()
    }
}
