internal import CognitoWire

/// Where a sign-in stands: at its end, or before the next challenge.
enum SignInStep {
    case tokens(TokenDraft)
    /// The end of a sign-in at the pool's own page, where an application gets its tokens later.
    case signedIn(UserRecord)
    case challenge(
        ChallengeNameType,
        session: String?,
        parameters: [String: String],
        available: [ChallengeNameType]? = nil
    )

    /// The step as `InitiateAuth` answers it.
    ///
    /// - Throws: `JWTSigningError`; the tokens of the last step are signed here.
    func initiateAuthResponse() throws -> InitiateAuthResponse {
        var response = InitiateAuthResponse()
        switch self {
        case .tokens(let tokens):
            response.authenticationResult = try tokens.signed()
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
    ///
    /// - Throws: As ``initiateAuthResponse()``.
    func adminInitiateAuthResponse() throws -> AdminInitiateAuthResponse {
        let response = try initiateAuthResponse()
        return AdminInitiateAuthResponse(
            authenticationResult: response.authenticationResult,
            availableChallenges: response.availableChallenges,
            challengeName: response.challengeName,
            challengeParameters: response.challengeParameters,
            session: response.session
        )
    }

    /// The step as `RespondToAuthChallenge` answers it.
    ///
    /// - Throws: As ``initiateAuthResponse()``.
    func respondToAuthChallengeResponse() throws -> RespondToAuthChallengeResponse {
        let response = try initiateAuthResponse()
        return RespondToAuthChallengeResponse(
            authenticationResult: response.authenticationResult,
            availableChallenges: response.availableChallenges,
            challengeName: response.challengeName,
            challengeParameters: response.challengeParameters,
            session: response.session
        )
    }

    /// The step as `AdminRespondToAuthChallenge` answers it.
    ///
    /// - Throws: As ``initiateAuthResponse()``.
    func adminRespondToAuthChallengeResponse() throws -> AdminRespondToAuthChallengeResponse {
        let response = try initiateAuthResponse()
        return AdminRespondToAuthChallengeResponse(
            authenticationResult: response.authenticationResult,
            challengeName: response.challengeName,
            challengeParameters: response.challengeParameters,
            session: response.session
        )
    }
}
