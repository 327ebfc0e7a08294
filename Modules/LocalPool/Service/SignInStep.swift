internal import CognitoWire

/// Where a sign-in stands: at its end, or before the next challenge.
enum SignInStep {
    case tokens(AuthenticationResultType)
    case challenge(ChallengeNameType, session: String?, parameters: [String: String])

    /// The step as `InitiateAuth` answers it.
    var initiateAuthResponse: InitiateAuthResponse {
        var response = InitiateAuthResponse()
        switch self {
        case .tokens(let result):
            response.authenticationResult = result
            response.challengeParameters = [:]
        case .challenge(let name, let session, let parameters):
            response.challengeName = name
            response.session = session.map { Sensitive($0) }
            response.challengeParameters = parameters
        }
        return response
    }

    /// The step as `RespondToAuthChallenge` answers it.
    var respondToAuthChallengeResponse: RespondToAuthChallengeResponse {
        var response = RespondToAuthChallengeResponse()
        switch self {
        case .tokens(let result):
            response.authenticationResult = result
            response.challengeParameters = [:]
        case .challenge(let name, let session, let parameters):
            response.challengeName = name
            response.session = session.map { Sensitive($0) }
            response.challengeParameters = parameters
        }
        return response
    }
}
