internal import HTTPTypes
internal import LocalPool

/// One request of a browser for one of a pool's pages.
struct PageVisit {
    let pool: LocalPool
    let request: SiteRequest
    let place: OAuthPlace
    let poolID: String

    func answer() async throws -> SiteResponse {
        do throws(OAuthRefusal) {
            let query = try OAuthParameters(String(request.query))
            guard request.method == .post else { return try await show(query) }
            let form = try self.form()
            return try await respond(to: submit(form, AuthorizationRequest(query)))
        } catch {
            return Self.errorPage(error)
        }
    }

    private func show(_ query: OAuthParameters) async throws(OAuthRefusal) -> SiteResponse {
        let authorization = AuthorizationRequest(query)
        let step =
            switch place.path {
            case .authorize: await pool.authorize(authorization, poolID: poolID, cookie: cookie)
            case .logout: await pool.signOut(SignOutRequest(query), poolID: poolID, cookie: cookie)
            case .addPasskey: await pool.showAddPasskey(authorization, poolID: poolID, cookie: cookie)
            default: await pool.showSignIn(authorization, poolID: poolID, cookie: cookie)
            }
        return try respond(to: step)
    }

    private func submit(_ form: OAuthParameters, _ authorization: AuthorizationRequest) async -> PageStep {
        guard place.path == .addPasskey else {
            return await pool.submitSignIn(form, authorization, poolID: poolID)
        }
        return await pool.submitAddPasskey(form, authorization, poolID: poolID, cookie: cookie)
    }

    private func respond(to step: PageStep) throws(OAuthRefusal) -> SiteResponse {
        switch step {
        case .show(let page): return try show(page)
        case .signIn:
            let base = place.poolID.map { "/\($0)" } ?? ""
            return redirect(to: "\(base)\(OAuthPath.login.rawValue)?\(request.query)")
        case .leave(let address, let change):
            return redirect(to: address, change)
        case .again(let change): return redirect(to: request.target, change)
        case .refused(let refusal): return Self.errorPage(refusal)
        case .unknown: return OAuthRoutes.unknown.response
        }
    }

    private func show(_ page: SignInPage) throws(OAuthRefusal) -> SiteResponse {
        let known = FormToken.cookie(in: request.headers)
        let token: String
        if let known { token = known } else { token = try pool.makePageToken() }
        var response = SignInForms(page: page, formToken: token).response
        if known == nil { setCookie(FormToken.name, token, lifetime: nil, &response) }
        return response
    }

    /// A form of one of our own pages.
    ///
    /// - Throws: ``OAuthRefusal`` if a page of somebody else's may have sent it.
    private func form() throws(OAuthRefusal) -> OAuthParameters {
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true,
            let text = String(validating: request.body, as: UTF8.self)
        else { throw OAuthRefusal(.invalidRequest, "This is none of the page's forms.") }
        let form = try OAuthParameters(text)
        guard FormToken.isOwn(request, form) else {
            throw OAuthRefusal(.invalidRequest, "This form did not come from this page. Go back, and try once more.")
        }
        return form
    }

    private var cookie: String? { request.headers.cookie(named: sessionCookie) }

    /// One for each pool, as they may share a host.
    private var sessionCookie: String { "cognito-\(poolID)" }

    private func setCookie(_ name: String, _ value: String, lifetime: Int?, _ response: inout SiteResponse) {
        let age = lifetime.map { "; Max-Age=\($0)" } ?? ""
        let secure = pool.endpoint.hasPrefix("https://") ? "; Secure" : ""
        response.headers.append(
            HTTPField(name: .setCookie, value: "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax\(age)\(secure)")
        )
    }

    private func redirect(to address: String, _ change: PageCookie = .unchanged) -> SiteResponse {
        var response = SiteResponse(status: .found, headers: [.location: address, .cacheControl: "no-store"])
        switch change {
        case .set(let text): setCookie(sessionCookie, text, lifetime: 3600, &response)
        case .removed: setCookie(sessionCookie, "", lifetime: 0, &response)
        case .unchanged: break
        }
        return response
    }

    /// What the person at the browser is told; the service's name of the error first.
    private static func errorPage(_ refusal: OAuthRefusal) -> SiteResponse {
        PageShell.page(
            "An error was encountered",
            """
            <h1>An error was encountered</h1>
            <p class="error" role="alert"><code>\(refusal.code.rawValue)</code> \(refusal.message)</p>
            """,
            status: refusal.code == .serverError ? .internalServerError : .badRequest
        )
    }
}
