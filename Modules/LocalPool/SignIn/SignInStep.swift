internal import CognitoWire

/// Where a sign-in stands: at its end, or before the next challenge.
enum SignInStep {
    case tokens(AuthenticationResultType)
    /// The end of a sign-in at the pool's own page, where an application gets its tokens later.
    case signedIn(UserRecord)
    case challenge(
        ChallengeNameType,
        session: String?,
        parameters: [String: String],
        available: [ChallengeNameType]? = nil
    )

    /// The step as `InitiateAuth` answers it.
    var initiateAuthResponse: InitiateAuthResponse {
        var response = InitiateAuthResponse()
        switch self {
        case .tokens(let result):
            response.authenticationResult = result
            response.challengeParameters = [:]
        case .signedIn: break
        case .challenge(let name, let session, let parameters, let available):
            response.challengeName = name
            response.availableChallenges = available
            response.session = session.map { Sensitive($0) }
            response.challengeParameters = parameters
        }
        return response
    }

    /// The step as `AdminInitiateAuth` answers it.
    var adminInitiateAuthResponse: AdminInitiateAuthResponse {
        let response = initiateAuthResponse
        return AdminInitiateAuthResponse(
            authenticationResult: response.authenticationResult,
            availableChallenges: response.availableChallenges,
            challengeName: response.challengeName,
            challengeParameters: response.challengeParameters,
            session: response.session
        )
    }

    /// The step as `AdminRespondToAuthChallenge` answers it.
    var adminRespondToAuthChallengeResponse: AdminRespondToAuthChallengeResponse {
        let response = respondToAuthChallengeResponse
        return AdminRespondToAuthChallengeResponse(
            authenticationResult: response.authenticationResult,
            challengeName: response.challengeName,
            challengeParameters: response.challengeParameters,
            session: response.session
        )
    }

    /// The step as `RespondToAuthChallenge` answers it.
    var respondToAuthChallengeResponse: RespondToAuthChallengeResponse {
        var response = RespondToAuthChallengeResponse()
        switch self {
        case .tokens(let result):
            response.authenticationResult = result
            response.challengeParameters = [:]
        case .signedIn: break
        case .challenge(let name, let session, let parameters, let available):
            response.challengeName = name
            response.availableChallenges = available
            response.session = session.map { Sensitive($0) }
            response.challengeParameters = parameters
        }
        return response
    }
}
