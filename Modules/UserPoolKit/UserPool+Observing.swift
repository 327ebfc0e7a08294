internal import CognitoClient
internal import CognitoWire
internal import CoreMetrics
internal import Tracing

extension UserPool {
    /// Runs one step of a sign-in or a refresh in a span of its own, which the calls of the step are children of, and
    /// counts it (`user_pool_steps` by `step` and `outcome`).
    ///
    /// Where to is what the client of the service was told (`CognitoClientConfiguration/observation`). An outcome is a
    /// word out of a closed set; no name of a user and nothing of a request or an answer is told.
    func observed<Result: StepOutcome>(
        _ step: StaticString,
        _ body: () async throws(UserPoolError) -> Result
    ) async throws(UserPoolError) -> Result {
        let observation = cognito.configuration.observation
        let span = observation.currentTracer.startSpan(
            "UserPool.\(step)",
            context: ServiceContext.current ?? .topLevel,
            ofKind: .internal
        )
        let result: Swift.Result<Result, UserPoolError> = await ServiceContext.$current.withValue(span.context) {
            do throws(UserPoolError) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        let word: String
        switch result {
        case .success(let value): word = value.outcome
        case .failure(let error):
            word = error.code.description
            span.setStatus(SpanStatus(code: .error))
        }
        span.updateAttributes { $0["user_pool.outcome"] = word }
        span.end()
        Counter(
            label: "user_pool_steps",
            dimensions: [("step", "\(step)"), ("outcome", word)],
            factory: observation.currentMetrics
        ).increment()
        return try result.get()
    }
}

/// What comes of a step, in a word for a label.
protocol StepOutcome {
    var outcome: String { get }
}

extension UserSession: StepOutcome {
    var outcome: String { "signedIn" }
}

extension SignInStep: StepOutcome {
    var outcome: String {
        switch self {
        case .signedIn: "signedIn"
        case .challenge(let challenge): challenge.name.isKnown ? challenge.name.rawValue : "OTHER"
        case .confirmSignUp: "confirmSignUp"
        case .resetPassword: "resetPassword"
        }
    }
}

extension ChallengeNameType {
    /// Whether the model has the name.
    fileprivate var isKnown: Bool { Self.known.contains(self) }
}
