internal import CognitoWire

/// One request for an OAuth endpoint or a page, as chaos meets it and onlookers are told of it.
struct OAuthVisit: Sendable {
    let path: OAuthPath
    let poolID: String
    /// What was sent: the query, and on top of it the form.
    let parameters: [String: String]
    /// The client that the request names.
    let clientID: String?

    /// A request of a browser for a page, or one of the page's forms.
    init(_ path: OAuthPath, of poolID: String, _ query: OAuthParameters, form: OAuthParameters? = nil) {
        (self.path, self.poolID) = (path, poolID)
        parameters = query.all.merging(form?.all ?? [:]) { $1 }
        clientID = query["client_id"]
    }

    /// A request of a program.
    init(_ path: OAuthPath, of poolID: String, form: OAuthParameters?, authorization: String?) {
        (self.path, self.poolID) = (path, poolID)
        parameters = form?.all ?? [:]
        let parts = authorization?.split(separator: " ") ?? []
        let bearer = path == .userInfo ? parts.last.flatMap { UnverifiedClaims(token: String($0)) } : nil
        clientID =
            bearer?.clientID ?? form.flatMap { try? ClientCredentials($0, authorization: authorization).clientID }
    }
}

extension LocalPool {
    /// Performs a request as chaos has it, and tells everybody who listens.
    ///
    /// - Parameters:
    ///   - visit: The request.
    ///   - refused: What is answered where a chaos rule says that the request is not performed.
    ///   - body: Performs it; it is told whether its messages get lost.
    ///   - outcome: What came of it.
    /// - Returns: The answer.
    func perform<Answer: Sendable>(
        _ visit: OAuthVisit,
        refusedBy refused: (OAuthRefusal) -> Answer,
        _ body: (_ losesMessages: Bool) async -> Answer,
        outcome: (Answer) -> CallReport.Outcome
    ) async -> Answer {
        let report = feed.isObserved ? CallReport(visit, at: now) : nil
        var fate = Chaos.Fate()
        let answer: Answer
        do {
            fate = try chaos.fate(of: visit.path.rawValue, environment.random)
            if fate.latency > .zero { try await sleep(fate.latency) }
            if let refusal = fate.endpointRefusal {
                answer = refused(refusal)
            } else {
                answer = await body(fate.losesMessages)
            }
        } catch {
            answer = refused(OAuthRefusal(.serverError, "The local pool failed."))
        }
        guard let report else { return answer }
        var shown = outcome(answer)
        shown.isInjected = fate.isEventful
        await publish(report, shown)
        return answer
    }
}
