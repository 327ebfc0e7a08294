internal import CognitoWire
internal import CryptoPrimitives

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

    static func foreseen(in request: InitiateAuthRequest, _ random: RandomBytes) throws -> OutsideResults {
        guard request.authFlow == .userSRPAuth, let publicKey = request.authParameters?.value["SRP_A"],
            (try? SignIn.readPublicKey(publicKey)) != nil
        else { return OutsideResults() }
        return try Call.foreseenEphemeral(random)
    }

    static func output(of step: SignInStep) throws -> InitiateAuthResponse {
        try step.initiateAuthResponse()
    }
}
