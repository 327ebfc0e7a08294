internal import CognitoWire
internal import CryptoPrimitives

/// The pages that people see. Each answers with a ``PageStep``, and never throws: what fails is an error page.
extension LocalPool {
    /// Answers `/oauth2/authorize`: whoever is signed in goes on to the application, everybody else to the sign-in page.
    package func authorize(_ request: AuthorizationRequest, poolID: String, cookie: String?) async -> PageStep {
        await step(OAuthVisit(.authorize, of: poolID, request.parameters)) { _ in
            try await self.call { call in
                let authorization = try call.authorizationOfPage(request, poolID: poolID)
                return try call.goOn(authorization, cookie: cookie) ?? .signIn
            }
        }
    }

    /// Shows the sign-in page, unless somebody is signed in.
    package func showSignIn(_ request: AuthorizationRequest, poolID: String, cookie: String?) async -> PageStep {
        await step(OAuthVisit(.login, of: poolID, request.parameters)) { _ in
            try await self.call { call in
                let authorization = try call.authorizationOfPage(request, poolID: poolID)
                if let step = try call.goOn(authorization, cookie: cookie) { return step }
                return .show(SignInPage(.signIn, PageFacts(authorization), username: request.loginHint ?? ""))
            }
        }
    }

    /// Takes a form of the sign-in page.
    ///
    /// - Parameters:
    ///   - form: The form.
    ///   - request: What the application asked for; the page carries it along in its address.
    ///   - poolID: The pool whose page it is.
    ///   - comesBack: Whether the sign-in leads to the same page, and not to the application.
    /// - Returns: The next page, or the way on.
    package func submitSignIn(
        _ form: OAuthParameters,
        _ request: AuthorizationRequest,
        poolID: String,
        comesBack: Bool = false
    ) async -> PageStep {
        let path = comesBack ? OAuthPath.addPasskey : .login
        return await step(OAuthVisit(path, of: poolID, request.parameters, form: form)) { losesMessages in
            try await self.call { call in
                call.losesMessages = losesMessages
                let authorization = try call.authorizationOfPage(request, poolID: poolID)
                switch try HostedSignIn(call: call, authorization: authorization, form: form).perform() {
                case .page(let page): return .show(page)
                case .signedIn(let user):
                    let cookie = PageCookie.set(try call.startBrowserSession(of: user))
                    guard !comesBack else { return .again(cookie: cookie) }
                    let address = try call.grant(authorization, to: user, authenticatedAt: call.now)
                    return .leave(address, cookie: cookie)
                }
            }
        } after: { refusal in
            try await self.call(isReadOnly: true) { call in
                let facts = PageFacts(try call.authorizationOfPage(request, poolID: poolID))
                let step = form["step"].flatMap(HostedSignIn.Step.init) ?? .begin
                return .show(step.page(after: refusal, of: form, facts))
            }
        }
    }

    /// Answers `/logout`.
    package func signOut(_ request: SignOutRequest, poolID: String, cookie: String?) async -> PageStep {
        await step(OAuthVisit(.logout, of: poolID, request.parameters)) { _ in
            try await self.call { call in
                try call.knownPool(poolID)
                let address = try request.perform(cookie: cookie, poolID: poolID, in: call)
                return address.map { .leave($0, cookie: .removed) } ?? .signIn
            }
        }
    }

    /// A text that nobody can guess, for the forms of a page.
    ///
    /// - Throws: ``OAuthRefusal`` if there is no randomness.
    package func makePageToken() throws(OAuthRefusal) -> String {
        do throws(CryptoError) {
            return try environment.random.makeToken()
        } catch {
            throw OAuthRefusal(.serverError, "The local pool failed.")
        }
    }

    /// Performs a request for a page, or one of its forms.
    ///
    /// - Parameters:
    ///   - visit: The request.
    ///   - body: Performs it; it is told whether its messages get lost.
    ///   - page: What is shown after a refusal of the pool's rules; without it, an error page is.
    /// - Returns: Where the browser is led.
    func step(
        _ visit: OAuthVisit,
        _ body: (_ losesMessages: Bool) async throws -> PageStep,
        after page: ((Refusal) async throws -> PageStep)? = nil
    ) async -> PageStep {
        let outcome = await perform(
            visit,
            refusedBy: { PageOutcome(led: .refused($0), by: $0) },
            { losesMessages in await PageOutcome(of: { try await body(losesMessages) }, after: page) },
            outcome: { CallReport.Outcome(error: $0.error) }
        )
        return outcome.step
    }
}

extension Call {
    func authorizationOfPage(_ request: AuthorizationRequest, poolID: String) throws -> Authorization {
        try knownPool(poolID)
        return try authorization(request, poolID: poolID)
    }

    /// Where a browser goes on to in which somebody is signed in, or in which nobody may be asked to; `nil` for the
    /// sign-in page.
    fileprivate func goOn(_ authorization: Authorization, cookie: String?) throws -> PageStep? {
        guard !authorization.prompts.contains("login") else { return nil }
        if let (session, user) = try browser(cookie, poolID: authorization.pool.id) {
            return .leave(try grant(authorization, to: user, authenticatedAt: session.authenticatedAt))
        }
        guard authorization.prompts.contains("none") else { return nil }
        throw AuthorizationFailure.redirect(
            OAuthRefusal(.loginRequired, "Nobody is signed in."),
            authorization.returnAddress
        )
    }
}
