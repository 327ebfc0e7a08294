internal import CognitoWire
internal import WebAuthn

/// The page on which whoever is signed in adds a passkey; it takes `client_id` and `redirect_uri`, as the service's does.
extension LocalPool {
    /// Shows the page, with a new challenge for the browser; the sign-in page in its place if nobody is signed in.
    package func showAddPasskey(_ request: AuthorizationRequest, poolID: String, cookie: String?) async -> PageStep {
        await step(OAuthVisit(.addPasskey, of: poolID, request.parameters)) { _ in
            try await self.call { call in
                let authorization = try call.authorizationOfPage(request.forPasskey, poolID: poolID)
                guard let owner = try call.passkeyOwner(cookie, authorization) else {
                    return .show(SignInPage(.signIn, PageFacts(authorization), username: request.loginHint ?? ""))
                }
                var page = SignInPage(.addPasskey, PageFacts(authorization))
                page.passkeyOptions = try call.startPasskeyRegistration(by: owner)
                return .show(page)
            }
        }
    }

    /// Takes a passkey, and leads back to the application; or takes a form of the sign-in page.
    package func submitAddPasskey(
        _ form: OAuthParameters,
        _ request: AuthorizationRequest,
        poolID: String,
        cookie: String?
    ) async -> PageStep {
        let request = request.forPasskey
        guard form["step"] == "add" else {
            return await submitSignIn(form, request, poolID: poolID, comesBack: true)
        }
        return await step(OAuthVisit(.addPasskey, of: poolID, request.parameters, form: form)) { _ in
            try await self.call { call in
                let authorization = try call.authorizationOfPage(request, poolID: poolID)
                guard let owner = try call.passkeyOwner(cookie, authorization) else {
                    return .again(cookie: .unchanged)
                }
                let json = form["credential"] ?? ""
                let answer = try Refusal.translating { () throws(WebAuthnError) in
                    try RegistrationResponse(json: json)
                }
                try call.completePasskeyRegistration(answer, by: owner)
                return .leave(authorization.redirectURI)
            }
        }
    }
}

extension AuthorizationRequest {
    /// The same request as one that may do without `response_type`.
    fileprivate var forPasskey: AuthorizationRequest {
        guard parameters["response_type"] == nil else { return self }
        let text = parameters.text.isEmpty ? "response_type=code" : "\(parameters.text)&response_type=code"
        return (try? OAuthParameters(text)).map(AuthorizationRequest.init) ?? self
    }
}

extension Call {
    /// Who is signed in with that cookie, as the owner of a new passkey.
    fileprivate func passkeyOwner(_ cookie: String?, _ authorization: Authorization) throws -> PasskeyOwner? {
        try browser(cookie, poolID: authorization.pool.id).map { _, user in
            PasskeyOwner(user: user, client: authorization.client, pool: authorization.pool)
        }
    }
}
