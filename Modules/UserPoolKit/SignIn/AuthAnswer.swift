internal import CognitoWire

/// What the two operations of a sign-in answer alike.
struct AuthAnswer {
    let challenge: ChallengeNameType?
    let parameters: [String: String]
    let session: Sensitive<String>?
    let result: AuthenticationResultType?
    let availableFactors: [FirstFactor]

    init(_ answer: InitiateAuthResponse) {
        challenge = answer.challengeName
        parameters = answer.challengeParameters ?? [:]
        session = answer.session
        result = answer.authenticationResult
        availableFactors = Self.factors(answer.availableChallenges, parameters)
    }

    init(_ answer: RespondToAuthChallengeResponse) {
        challenge = answer.challengeName
        parameters = answer.challengeParameters ?? [:]
        session = answer.session
        result = answer.authenticationResult
        availableFactors = Self.factors(nil, parameters)
    }

    /// A challenge that was kept, as if it had just arrived.
    init(_ challenge: SignInChallenge) {
        self.challenge = challenge.name
        parameters = challenge.parameters.value
        session = challenge.session
        result = nil
        availableFactors = challenge.availableFactors
    }

    /// The service names the factors beside the challenge; stand-ins for it name them in its parameters.
    private static func factors(_ names: [ChallengeNameType]?, _ parameters: [String: String]) -> [FirstFactor] {
        if let names { return names.map { FirstFactor(rawValue: $0.rawValue) } }
        let text = parameters["AVAILABLE_CHALLENGES"] ?? ""
        return text.split { " ,[]\"".contains($0) }.map { FirstFactor(rawValue: String($0)) }
    }

    /// A parameter that the protocol promises.
    func parameter(_ name: String) throws(UserPoolError) -> String {
        guard let value = parameters[name] else {
            throw UserPoolError(.malformedAnswer, "the service sent a challenge without \(name)")
        }
        return value
    }
}
